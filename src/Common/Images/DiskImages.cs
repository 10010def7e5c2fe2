using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Host;
using BootstrapVz.Common.Volumes;

namespace BootstrapVz.Common.Images;

/// <summary>Requires the host's tools for the image's partition table, filesystems and format.</summary>
[Task(Phase.Validation, "Requiring the volume tools")]
[Before<CheckHostTools>]
public sealed class RequireVolumeTools(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var tools = build.Get<RequiredTools>();
        var layout = LayoutPlanner.Plan(LayoutRequest.For(manifest, seed: "")).Layout!;
        if (layout.Map != PartitionMap.None)
            tools.Add("partitioning", "sfdisk");
        foreach (var partition in layout.Partitions)
        {
            string[] needed = partition switch
            {
                { FormatCommand: [var program, ..] } => [program],
                { IsExt: true } => ["mke2fs"],
                { Filesystem: "vfat" } => ["mkfs.vfat", "mcopy", "mmd"],
                { Filesystem: "swap" } => ["mkswap"],
                { Filesystem: { } other } => ["mkfs." + other],
                _ => [],
            };
            tools.Add($"the filesystem of partition '{partition.Key}'", needed);
        }

        if (layout.SwapFile is not null)
            tools.Add("the swap file", ["mkswap"]);
        if (manifest.Volume.Backing != "raw")
            tools.Add($"{manifest.Volume.Backing} images", "qemu-img");
        return Task.CompletedTask;
    }
}

/// <summary>Makes the empty image file; it has no name before it is finished.</summary>
[Task(Phase.VolumeCreation, "Creating the volume")]
[RolledBackBy<DiscardVolume>]
public sealed class CreateVolume(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var volume = new DiskImage(build.Host, build.Log, new()
        {
            Layout = build.Find<PartitionLayout>()!,
            Root = build.Root,
            OutputPath = Path.Combine(build.Paths.Output, manifest.ImageFileName(build.Expand)),
            Format = manifest.Volume.Backing,
            Scratch = Directory.CreateDirectory(Path.Combine(build.Paths.Scratch, "volume")).FullName,
            Epoch = build.Chroot.SourceDateEpoch ?? build.Host.Clock.GetUtcNow().ToUnixTimeSeconds(),
        });
        build.Set(volume);
        await volume.CreateAsync(ct);
    }
}

/// <summary>Gives up an unfinished volume.</summary>
[Task(Phase.Cleaning, "Discarding the unfinished volume")]
[Before<Workspace.DeleteWorkspace>]
public sealed class DiscardVolume : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct) => await build.Find<DiskImage>()!.DisposeAsync();
}

/// <summary>Writes the partition table.</summary>
[Task(Phase.VolumeCreation, "Partitioning the volume")]
[After<CreateVolume>]
public sealed class PartitionVolume : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Find<DiskImage>()!.PartitionAsync(ct);
}

/// <summary>Writes the filesystems with their content, and the boot code.</summary>
[Task(Phase.VolumePreparation, "Writing filesystems and boot code")]
public sealed class PopulateVolume : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Find<DiskImage>()!.PopulateAsync(ct);
}

/// <summary>Brings the image into its format and gives it its name.</summary>
[Task(Phase.ImageRegistration, "Finishing the image")]
public sealed class SealVolume : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var volume = build.Find<DiskImage>()!;
        var result = await volume.SealAsync(ct);
        await volume.DisposeAsync();
        build.Get<BuildOutcome>().Images.Add(new(
            result.Path, result.Format, result.Sha256, result.VirtualSize.Count, result.ApparentSize.Count, result.AllocatedSize.Count));
        build.Log.Info($"the image is '{result.Path}'");
    }
}
