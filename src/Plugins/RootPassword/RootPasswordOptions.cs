using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.RootPassword;

/// <summary>Settings under <c>plugins.root_password</c>; exactly one of the two is given.</summary>
public sealed record RootPasswordOptions
{
    /// <summary>The password in clear text.</summary>
    public Secret? Password { get; init; }

    /// <summary>The password as a crypt(5) hash, for example made by <c>mkpasswd</c>.</summary>
    [Setting("password-crypted")]
    public Secret? PasswordCrypted { get; init; }
}
