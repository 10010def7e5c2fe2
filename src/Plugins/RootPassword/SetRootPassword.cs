using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Accounts;

namespace BootstrapVz.Plugins.RootPassword;

/// <summary>Sets root's password.</summary>
[Task(Phase.SystemModification, "Setting root's password")]
[Touches(TouchesAttribute.Accounts)]
[After<Common.Security.EnableShadowConfig>]
public sealed class SetRootPassword(RootPasswordOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => options.Password is { } password
        ? Passwords.SetAsync(build, "root", build.Reveal(password), ct)
        : Passwords.SetHashAsync(build, "root", build.Reveal(options.PasswordCrypted!), ct);
}
