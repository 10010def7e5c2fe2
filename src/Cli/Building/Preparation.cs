using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Units;
using TaskFactory = BootstrapVz.Base.Tasks.TaskFactory;

namespace BootstrapVz.Cli.Building;

/// <summary>Runs the part of a build that only finds out what will be made: no rights are needed, and nothing is written but the cache.</summary>
internal sealed class Preparation(KnownUnits known, Manifest manifest, BuildSettings settings, BuildPaths paths, IHost host, IBuildLog log)
{
    /// <summary>What the tasks share; good for every question about the build.</summary>
    public BuildContext Build { get; } = LocalBuilder.Context(manifest, host, log, paths, settings, time: null);

    /// <summary>Makes tasks, and knows what their constructors ask for.</summary>
    public TaskFactory Factory { get; } = new(manifest, settings);

    /// <summary>Runs the tasks up to the first that changes the tree. Those that would have to be undone are left out: they only make room.</summary>
    public async Task<BuildPlan> RunAsync(CancellationToken ct)
    {
        var plan = known.Plan(manifest);
        foreach (var task in plan.Tasks.Select(planned => planned.Task).Where(t => t.Phase < Phase.OsInstallation && t.Undo is null))
        {
            ct.ThrowIfCancellationRequested();
            await Factory.Create(task).RunAsync(Build, ct);
        }

        return plan;
    }
}
