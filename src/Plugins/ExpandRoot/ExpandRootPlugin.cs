using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Filesystems;

namespace BootstrapVz.Plugins.ExpandRoot;

/// <summary>Grows the root partition and its filesystem to the end of the disk whenever the machine starts, as <c>grow: true</c> on it does.</summary>
[Plugin("expand_root")]
public sealed class ExpandRootPlugin(ExpandRootOptions options) : Plugin
{
    private const string Root = "root";

    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        string[] setting = ["plugins", "expand_root"];
        if (!manifest.Volume.Partitions.Named.TryGetValue(Root, out var root))
        {
            check.Error(setting, ErrorCodes.Conflict, "the root filesystem is on a logical volume, and cannot grow with the disk", "give 'root' a partition of its own");
            return;
        }

        var plan = LayoutPlanner.Plan(Growing(manifest, root));
        foreach (var problem in plan.Problems.Where(problem => problem.Path is [.., Root, "grow"]))
            check.Error(setting, ErrorCodes.Conflict, problem.Message, problem.Hint);
        if (options.FilesystemType is { } type && type != root.Filesystem)
            check.Error([.. setting, "filesystem_type"], ErrorCodes.Conflict, $"the root filesystem is '{root.Filesystem}', not '{type}'", "remove the setting: it is found out");
        if (options.RootPartition is { } number && plan.Layout?.Root.Number is { } planned && number != planned)
            check.Warning([.. setting, "root_partition"], ErrorCodes.Conflict, $"the root partition is number {planned}, not {number}", "remove the setting: it is found out");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        if (manifest.Volume.Partitions.Named[Root].Grow)
            return;   // it does already
        tasks.Add<AddGrowingPackages>().Add<GrowRoot>();
    }

    // The volume as it would be with 'grow: true': the planner knows what can grow.
    private static LayoutRequest Growing(Manifest manifest, PartitionOptions root)
    {
        var named = manifest.Volume.Partitions.Named.ToDictionary(p => p.Key, p => p.Key == Root ? root with { Grow = true } : p.Value);
        return LayoutRequest.For(manifest, seed: "") with { Volume = manifest.Volume with { Partitions = manifest.Volume.Partitions with { Named = named } } };
    }
}

/// <summary>Has the machine grow its root partition and filesystem, whenever it starts and its disk has become larger.</summary>
[Task(Phase.SystemModification, "Having the root partition grow with its disk")]
[Touches("/etc/systemd", "/usr/local/sbin")]
internal sealed class GrowRoot : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => GrowingService.EnableAsync(build, "/", ct);
}
