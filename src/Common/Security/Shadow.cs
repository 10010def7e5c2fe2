using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Security;

/// <summary>Keeps passwords in /etc/shadow.</summary>
[Task(Phase.SystemModification, "Enabling shadow passwords")]
[Touches(TouchesAttribute.Accounts)]
public sealed class EnableShadowConfig : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Chroot.RunAsync(new Command("shadowconfig", "on"), ct);
}
