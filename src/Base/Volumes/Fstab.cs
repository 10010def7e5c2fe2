using System.Globalization;
using System.Text;

namespace BootstrapVz.Base.Volumes;

/// <summary>The image's /etc/fstab.</summary>
public static class Fstab
{
    private const string Overlay = "overlay";

    /// <summary>Writes one line per mount and swap partition: root, boot, ESP, swap, then the others by depth.</summary>
    /// <remarks>Source: fstab(5); the fifth field (dump) is 0 as nothing dumps any more.</remarks>
    public static string Render(PartitionLayout layout)
    {
        var text = new StringBuilder("# <file system> <mount point> <type> <options> <dump> <pass>\n");
        var mounts = layout.Mounts();
        foreach (var partition in layout.Leaves.Where(p => p.Role == PartitionRole.Swap))
            mounts = [.. mounts, new(partition, null, "none")];
        foreach (var mount in mounts.OrderBy(Rank).ThenBy(mount => mount.Path.Count(c => c == '/')).ThenBy(mount => mount.Partition.Number))
        {
            var partition = mount.Partition;
            // What the initramfs has put together; mounted read-only it would be if the line were about the filesystem below.
            var isOverlay = mount.Path == "/" && layout.IsOverlaid;
            text.Append(CultureInfo.InvariantCulture, $"{(isOverlay ? Overlay : partition.Source)} {Escape(mount.Path)} ")
                .Append(CultureInfo.InvariantCulture, $"{(isOverlay ? Overlay : partition.Filesystem)} {string.Join(',', Options(mount, layout))} 0 {Pass(partition)}\n");
        }

        if (layout.Root.IsReadOnly && !layout.IsOverlaid && mounts.All(mount => mount.Path != "/tmp"))
            text.Append("tmpfs /tmp tmpfs mode=1777,nosuid,nodev 0 0\n");
        if (layout.SwapFile is not null)
            text.Append(SwapFile.Path + " none swap sw 0 0\n");
        return text.ToString();
    }

    private static int Rank(PlannedMount mount) => mount switch
    {
        { Path: "/" } => 0,
        { Partition.Role: PartitionRole.Boot } => 1,
        { Partition.Role: PartitionRole.Esp } => 2,
        { Partition.Role: PartitionRole.Swap } => 3,
        _ => 4,
    };

    // Where the modules of a kernel would be forgotten, the kernel itself must not stay: where kernels are, nothing is written.
    private static IEnumerable<string> Options(PlannedMount mount, PartitionLayout layout) => mount switch
    {
        { Subvolume.MountOption: { } subvolume } => [.. mount.Options, subvolume],
        { Options.Count: > 0 } => mount.Options,
        { Path: "/" } when layout.IsOverlaid => ["defaults"],
        { Partition.IsReadOnly: true } => ["ro"],
        { Partition: { Role: PartitionRole.Root, IsExt: true } } => ["errors=remount-ro"],
        { Partition.Role: PartitionRole.Boot } when layout.Forgets => ["ro"],
        { Partition.Role: PartitionRole.Esp } when layout.Forgets => ["ro", "umask=0077"],
        { Partition.Role: PartitionRole.Esp } => ["umask=0077"],
        { Partition.Role: PartitionRole.Swap } => ["sw"],
        _ => ["defaults"],
    };

    // xfs and btrfs check themselves when mounted: fsck.xfs(8), fsck.btrfs(8). What is read-only cannot be mended.
    private static int Pass(PlannedPartition partition) => partition switch
    {
        { Role: PartitionRole.Swap } or { Filesystem: "xfs" or "btrfs" } or { IsReadOnly: true } => 0,
        { Role: PartitionRole.Root } => 1,
        _ => 2,
    };

    private static string Escape(string path) => path.Replace(" ", "\\040").Replace("\t", "\\011");
}
