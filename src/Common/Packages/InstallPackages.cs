using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Packages;

/// <summary>Every package of the image is queued; apt chooses next.</summary>
[Task(Phase.Preparation, "Finishing the list of packages")]
public sealed class PackagesQueued : Milestone;

/// <summary>Queues what tasksel calls the standard system: every package of that priority.</summary>
[Task(Phase.Preparation, "Adding the standard packages")]
[Before<PackagesQueued>]
public sealed class AddStandardPackages() : QueuePackages("?priority(standard)"); // apt-patterns(7)

/// <summary>Answers that packages ask for while they are installed, as lines for debconf-set-selections(1).</summary>
public sealed class DebconfSelections
{
    /// <summary>The lines.</summary>
    public IList<string> Lines { get; } = [];
}

/// <summary>Gives packages the answers to their questions before they ask.</summary>
[Task(Phase.PackageInstallation, "Answering the questions of packages")]
[Before<InstallPackages>]
public sealed class PreseedDebconf : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var lines = build.Get<DebconfSelections>().Lines;
        if (lines.Count > 0)
            await build.Chroot.RunAsync(new Command("debconf-set-selections") { Input = string.Concat(lines.Select(line => line + "\n")) }, ct);
    }
}

/// <summary>Installs every queued package and what it needs, in one go.</summary>
[Task(Phase.PackageInstallation, "Installing packages")]
[After<AptConfigured>]
public sealed class InstallPackages : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var engine = build.Find<PackageEngine>()!;
        using var ahead = engine.Minimal.ReadAhead;
        await new PackageInstaller(build.Host, build.Log, engine.Fetcher, ahead)
            .InstallAsync(engine.Index, build.Root, new(build.Chroot, engine.Date), engine.Request, engine.Plan, engine.Automatic, ct);
    }
}

/// <summary>Notes the image's packages for the result.</summary>
[Task(Phase.SystemCleaning, "Recording the installed packages")]
[After<PurgeUnusedPackages>]
[EveryBuild]
public sealed class RecordPackages : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var query = new Command("dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Package} ${Version} ${Architecture}\\n") { LogOutput = false };
        var lines = (await build.Chroot.RunAsync(query, ct)).Lines.Select(line => line.Split(' '));
        build.Get<BuildOutcome>().Packages =
            [.. lines.Where(w => w[0] == "installed").Select(w => new InstalledPackage(w[1], w[2], w[3])).OrderBy(p => p.Name, StringComparer.Ordinal)];
        build.Find<PackageEngine>()!.Dispose();
    }
}
