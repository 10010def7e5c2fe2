namespace BootstrapVz.Base.Volumes;

/// <summary>What filesystems can hold and be called.</summary>
internal static class FilesystemLimits
{
    /// <summary>Below this the tool that makes the filesystem refuses, or what it makes is of no use.</summary>
    public static Bytes Smallest(PlannedPartition partition) => partition switch
    {
        { Filesystem: "btrfs" } => Bytes.MiB(128), // what mkfs.btrfs(8) needs, rounded up
        { Filesystem: "xfs" } => Bytes.MiB(300),   // mkfs.xfs(8), since xfsprogs 5.19
        { Filesystem: "vfat" } => Bytes.MiB(9),    // mkfs.fat(8): 4085 clusters of 2 KiB; below is FAT12, which UEFI firmware need not read
        { IsExt: true } => Bytes.MiB(8),           // a journal has at least 4 MiB
        _ => Bytes.MiB(1),
    };

    /// <summary>A label cut to what the filesystem can hold.</summary>
    public static string Label(string? filesystem, string key)
    {
        var label = key.Replace('/', '-');
        var limit = LongestLabel(filesystem);
        label = label.Length <= limit ? label : label[..limit];
        return filesystem == "vfat" ? label.ToUpperInvariant() : label;
    }

    /// <summary>The most characters a label has; none where there is no label.</summary>
    public static int LongestLabel(string? filesystem) => filesystem switch
    {
        "squashfs" or "erofs" => 0, // erofs has one from erofs-utils 1.7 on
        "vfat" => 11,
        "xfs" => 12,
        "swap" => 15,
        _ => 16,
    };

    /// <summary>Space for content in a filesystem of this size.</summary>
    public static Bytes Usable(PlannedPartition partition, Bytes size, TreeContent content)
    {
        if (partition.IsExt)
            return ExtGeometry.Usable(size, ExtGeometry.Inodes(size, content), partition.Filesystem != "ext2");
        return partition.Filesystem switch
        {
            "vfat" => size - Bytes.MiB(1),
            "btrfs" => new Bytes(Math.Max(0, (size - BtrfsGeometry.Overhead(content)).Count)),
            _ when partition.IsPacked => size,
            "xfs" => new Bytes(Math.Max(0, (size - XfsLog(size)).Count / 100 * 95 - XfsInodes(content).Count)),
            _ => new Bytes(size.Count / 100 * 95),
        };
    }

    /// <summary>The size that holds the content and a margin to live with, which nothing has that is never written to.</summary>
    public static Bytes Fitting(PlannedPartition partition, TreeContent content)
    {
        if (partition.IsPacked)
            return content.Data.RoundUp(PartitionLayout.Alignment);
        var margin = Margin(partition, content);
        var size = partition.Filesystem switch
        {
            "ext2" or "ext3" or "ext4" => ExtGeometry.SizeFor(content, margin, partition.Filesystem != "ext2"),
            "btrfs" => (content.Data + margin + BtrfsGeometry.Overhead(content with { Data = content.Data + margin })).RoundUp(Bytes.MiB(1)),
            "xfs" => Plus5Percent(content.Data + margin + XfsInodes(content)) + XfsLog(Plus5Percent(content.Data + margin)),
            _ => Plus5Percent(content.Data + margin),
        };
        var smallest = Smallest(partition);
        return size < smallest ? smallest : size;
    }

    // While a kernel is upgraded there are two of everything in /boot, and 150 MB of files in /var/tmp; /var gets package lists.
    private static Bytes Margin(PlannedPartition partition, TreeContent content) => partition.Role == PartitionRole.Boot
        ? Larger(Bytes.MiB(64), content.Data * 2)
        : Larger(Bytes.MiB(256), new Bytes(content.Data.Count / 5));

    private static Bytes Plus5Percent(Bytes size) => new Bytes(size.Count / 95 * 100).RoundUp(Bytes.MiB(1)) + Bytes.MiB(1);

    // mkfs.xfs(8), -l size: a 2048th, and 64 MiB at least.
    private static Bytes XfsLog(Bytes size) => Larger(Bytes.MiB(64), new Bytes(size.Count / 2048).RoundUp(Bytes.MiB(1)));

    private static Bytes XfsInodes(TreeContent content) => new(content.Inodes * 512);

    private static Bytes Larger(Bytes a, Bytes b) => a > b ? a : b;
}
