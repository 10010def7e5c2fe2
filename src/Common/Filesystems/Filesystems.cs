using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Filesystems;

/// <summary>Plans the disk: partitions, their order and identifiers. Sizes that follow from the content come later.</summary>
[Task(Phase.Preparation, "Planning the disk layout")]
public sealed class PlanLayout(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var plan = LayoutPlanner.Plan(LayoutRequest.For(manifest, build.Expand(manifest.Options.Name)));
        var layout = plan.Layout ?? throw new BuildException(string.Join('\n', plan.Problems.Select(p => p.Message)));
        build.Set(layout);
        build.Set(TreeLayout.Of(layout));
        build.Set(AnonymousFstab.Of(layout));
        return Task.CompletedTask;
    }
}

/// <summary>The layout as the tree may know it: without places and sizes, which are found for the finished tree.</summary>
/// <param name="Layout">The layout, every size automatic.</param>
public sealed record TreeLayout(PartitionLayout Layout)
{
    /// <summary>Takes places, sizes and passphrases out of a layout.</summary>
    public static TreeLayout Of(PartitionLayout layout) => new(layout.With(p => p with
    {
        Size = PartitionSize.Auto,
        Start = Bytes.Zero,
        Length = Bytes.Zero,
        Encryption = p.Encryption is null ? null : p.Encryption with { Secrets = [] },
    }) with
    {
        VolumeSize = Bytes.Zero,
        WantedSize = null,
        SwapFile = layout.SwapFile is null ? null : new(Bytes.Zero, ""),
    });
}

/// <summary>What an initramfs may know of fstab(5): all but the identifiers, so that images which differ in those share it.</summary>
/// <param name="Text">The table, every identifier zero.</param>
/// <param name="Changes">The kind of the filesystem that keeps what is written over a read-only root, which is not in the table; null when there is none.</param>
public sealed record AnonymousFstab(string Text, string? Changes)
{
    /// <summary>Takes the identifiers out of a layout's table.</summary>
    public static AnonymousFstab Of(PartitionLayout layout) => new(
        Fstab.Render(layout.With(p => p with { FilesystemUuid = Zero(p.FilesystemUuid), PartUuid = Zero(p.PartUuid) })),
        layout.Find(PartitionRole.Changes)?.Filesystem);

    private static string Zero(string identifier) => new([.. identifier.Select(c => c == '-' ? c : '0')]);
}

/// <summary>Queues the tools of the image's filesystems, for checking and growing them.</summary>
[Task(Phase.Preparation, "Adding the filesystem tools")]
[After<PlanLayout>]
[Before<PackagesQueued>]
public sealed class AddFilesystemPackages : BuildTask
{
    private static readonly Dictionary<string, string> Tools = new()
    {
        ["ext2"] = "e2fsprogs",
        ["ext3"] = "e2fsprogs",
        ["ext4"] = "e2fsprogs",
        ["xfs"] = "xfsprogs",
        ["btrfs"] = "btrfs-progs",
        ["vfat"] = "dosfstools",
    };

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var filesystem in build.Find<PartitionLayout>()!.Leaves.Select(p => p.Filesystem).OfType<string>().Distinct())
        {
            if (Tools.TryGetValue(filesystem, out var package))
                build.Packages.Add(package);
        }

        if (build.Find<PartitionLayout>()!.Partitions.Any(p => p.Group is not null))
            build.Packages.Add("lvm2");
        return Task.CompletedTask;
    }
}

/// <summary>Makes the mount points of the image's partitions.</summary>
[Task(Phase.SystemModification, "Creating mount points")]
public sealed class CreateMountPoints : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var mountPoint in build.Find<TreeLayout>()!.Layout.Mounts().Select(mount => mount.Path))
        {
            if (!build.Root.DirectoryExists(mountPoint))
                build.Root.CreateDirectory(mountPoint);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Writes an /etc/fstab for the initramfs, which gets the programs that check the filesystems in it: initramfs-tools(7), hook fsck.</summary>
[Task(Phase.SystemModification, "Telling the initramfs the filesystems")]
[Before<Kernel.InitramfsConfigured>]
[Before<WriteFstab>]
public sealed class WriteAnonymousFstab : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync("/etc/fstab", build.Find<AnonymousFstab>()!.Text, ct: ct);
}

/// <summary>Writes /etc/fstab.</summary>
[Task(Phase.SystemModification, "Writing the filesystem table")]
[Touches("/etc/fstab")]
[After<Kernel.UpdateInitramfs>]
public sealed class WriteFstab : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync("/etc/fstab", Fstab.Render(build.Find<TreeLayout>()!.Layout), ct: ct);
}
