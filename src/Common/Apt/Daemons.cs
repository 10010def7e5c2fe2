using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Apt;

/// <summary>Stops packages from starting their daemons while the image is built.</summary>
/// <remarks>One that starts all the same dies with the builder, whose process namespace it is in.</remarks>
[Task(Phase.OsInstallation, "Keeping daemons from starting")]
public sealed class DisableDaemonAutostart : BuildTask
{
    /// <summary>What invoke-rc.d asks before it starts anything; exit code 101 means no.</summary>
    /// <remarks>Source: /usr/share/doc/init-system-helpers/README.policy-rc.d.gz.</remarks>
    public const string Policy = "/usr/sbin/policy-rc.d";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync(Policy, "#!/bin/sh\nexit 101\n", RootFs.ProgramMode, ct);
}

/// <summary>Lets daemons start again, in the finished image.</summary>
[Task(Phase.SystemCleaning, "Letting daemons start again")]
[After<PurgeUnusedPackages>]
public sealed class EnableDaemonAutostart : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Root.DeleteFile(DisableDaemonAutostart.Policy);
        return Task.CompletedTask;
    }
}
