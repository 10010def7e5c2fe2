using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Host;
using BootstrapVz.Common.Images.Formats;
using BootstrapVz.Common.ReadOnlyRoot;
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
        foreach (var format in manifest.Formats)
        {
            if (QemuFormat.Find(format.Name) is not null)
                tools.Add($"{format.Name} images", "qemu-img");
        }

        if (manifest.Formats.Any(format => format.Kind != ImageKind.Tree))
            AddDiskTools(tools);
        foreach (var folder in ImageOutputs.Of(manifest, build).Where(output => output.Format.IsFolder))
            UnplacedFolder.RequireReplaceable(folder.Path);
        return Task.CompletedTask;
    }

    private void AddDiskTools(RequiredTools tools)
    {
        var layout = LayoutPlanner.Plan(LayoutRequest.For(manifest, seed: "")).Layout!;
        if (layout.Map != PartitionMap.None)
            tools.Add("partitioning", "sfdisk");
        foreach (var partition in layout.Leaves)
        {
            string[] needed = partition switch
            {
                { FormatCommand: [var program, ..] } => [program],
                { IsExt: true } => ["mke2fs"],
                { Filesystem: "squashfs" } => ["mksquashfs"],
                { Role: PartitionRole.Verity } => ["veritysetup"],
                { Filesystem: "vfat" } => ["mkfs.vfat", "mcopy", "mmd"],
                { Filesystem: "swap" } => ["mkswap"],
                { Filesystem: "btrfs" } => [],
                { Filesystem: { } other } => ["mkfs." + other],
                _ => [],
            };
            tools.Add($"the filesystem of partition '{partition.Key}'", needed);
        }

        if (layout.Partitions.Any(p => p.Encryption is not null))
            tools.Add("the keys of encrypted partitions", Volumes.Luks.Argon2.Library);
        if (layout.SwapFile is not null)
            tools.Add("the swap file", ["mkswap"]);
    }
}

/// <summary>Makes the empty image file; it has no name before it is finished.</summary>
[Task(Phase.VolumeCreation, "Creating the volume")]
[RolledBackBy<DiscardVolume>]
public sealed class CreateVolume(Manifest manifest, BuildSettings settings) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var layout = build.Find<PartitionLayout>()!;
        var volume = new DiskImage(build.Host, build.Log, new()
        {
            Layout = layout,
            Root = build.Root,
            Outputs = ImageOutputs.Of(manifest, build),
            Jobs = settings.Jobs,
            Finishing = build.Get<ImageFinishing>(),
            BootFiles = layout.Root.HasVerity ? BootFilesOf(build) : null,
            Scratch = Directory.CreateDirectory(Path.Combine(build.Paths.Scratch, "volume")).FullName,
            Epoch = ImageOutputs.EpochOf(build),
            Reveal = build.Reveal,
        });
        build.Set(volume);
        await volume.CreateAsync(ct);
    }

    private BootFiles BootFilesOf(BuildContext build) => manifest.System.SecureBoot is { } signing
        ? new() { Signing = (build.HostFile(signing.Key), build.HostFile(signing.Certificate)) }
        : new();
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

/// <summary>Brings the image into its formats and gives it its names.</summary>
[Task(Phase.ImageRegistration, "Finishing the image")]
public sealed class SealVolume : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var volume = build.Find<DiskImage>()!;
        ImageOutputs.Report(build, await volume.SealAsync(ct));
        await volume.DisposeAsync();
    }
}

/// <summary>Places the root tree itself, for images that are no disks.</summary>
[Task(Phase.ImageRegistration, "Writing the root tree")]
public sealed class WriteTree(Manifest manifest, BuildSettings settings) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var source = new ImageSource { Tree = build.Root.HostPath, Seed = "", Epoch = ImageOutputs.EpochOf(build), Jobs = settings.Jobs };
        ImageOutputs.Report(build, await new ImageFinisher(build.Host, source).FinishAsync(ImageOutputs.Of(manifest, build), null, ct));
    }
}
