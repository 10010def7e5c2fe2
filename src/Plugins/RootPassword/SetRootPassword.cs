using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.RootPassword;

/// <summary>Sets root's password.</summary>
[Task(Phase.SystemModification, "Setting root's password")]
[After<Common.Security.EnableShadowConfig>]
public sealed class SetRootPassword(RootPasswordOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var password = options.Password ?? options.PasswordCrypted!;
        var chpasswd = options.PasswordCrypted is null ? new Command("chpasswd") : new("chpasswd", "--encrypted");
        return build.Chroot.RunAsync(chpasswd with { Input = $"root:{password}\n", Secrets = [password] }, ct);
    }
}
