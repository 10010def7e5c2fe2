using System.Globalization;
using System.Text;

namespace BootstrapVz.Base.Volumes;

/// <summary>The image's /etc/fstab.</summary>
public static class Fstab
{
    /// <summary>Writes one line per partition that is mounted or swapped to: root, boot, ESP, swap, then the others by depth.</summary>
    /// <remarks>Source: fstab(5); the fifth field (dump) is 0 as nothing dumps any more.</remarks>
    public static string Render(PartitionLayout layout)
    {
        var text = new StringBuilder("# <file system> <mount point> <type> <options> <dump> <pass>\n");
        foreach (var partition in layout.Partitions.Where(p => p.Filesystem is not null).OrderBy(Rank).ThenBy(Depth).ThenBy(p => p.Number))
        {
            text.Append(CultureInfo.InvariantCulture, $"UUID={partition.FilesystemUuid} {Escape(partition.MountPoint ?? "none")} ")
                .Append(CultureInfo.InvariantCulture, $"{partition.Filesystem} {Options(partition)} 0 {Pass(partition)}\n");
        }

        if (layout.SwapFile is not null)
            text.Append(SwapFile.Path + " none swap sw 0 0\n");
        return text.ToString();
    }

    private static int Rank(PlannedPartition partition) => partition.Role switch
    {
        PartitionRole.Root => 0,
        PartitionRole.Boot => 1,
        PartitionRole.Esp => 2,
        PartitionRole.Swap => 3,
        _ => 4,
    };

    private static int Depth(PlannedPartition partition) => partition.MountPoint?.Count(c => c == '/') ?? 0;

    private static string Options(PlannedPartition partition) => partition switch
    {
        { MountOptions.Count: > 0 } => string.Join(',', partition.MountOptions),
        { Role: PartitionRole.Root, IsExt: true } => "errors=remount-ro",
        { Role: PartitionRole.Esp } => "umask=0077",
        { Role: PartitionRole.Swap } => "sw",
        _ => "defaults",
    };

    // xfs and btrfs check themselves when mounted: fsck.xfs(8), fsck.btrfs(8).
    private static int Pass(PlannedPartition partition) => partition switch
    {
        { Role: PartitionRole.Swap } or { Filesystem: "xfs" or "btrfs" } => 0,
        { Role: PartitionRole.Root } => 1,
        _ => 2,
    };

    private static string Escape(string path) => path.Replace(" ", "\\040").Replace("\t", "\\011");
}
