using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.RootPassword;

/// <summary>Gives root a password and lets root log in with it.</summary>
[Plugin("root_password")]
public sealed class RootPasswordPlugin(RootPasswordOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Password is null == options.PasswordCrypted is null)
        {
            check.Error(
                ["plugins", "root_password"],
                ErrorCodes.Conflict,
                "plugin 'root_password' needs exactly one of 'password' and 'password-crypted'");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) =>
        tasks
            .Remove<DisablePasswordLogin>()   // a password nobody can use helps nobody
            .Add<EnableRootLogin>()
            .Add<SetRootPassword>();
}
