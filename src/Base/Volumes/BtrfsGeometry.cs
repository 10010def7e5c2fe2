namespace BootstrapVz.Base.Volumes;

/// <summary>How much of a btrfs filesystem is not for content, as this program makes it.</summary>
public static class BtrfsGeometry
{
    /// <summary>The start of the device, which is left to boot loaders: BTRFS_DEVICE_RANGE_RESERVED.</summary>
    public static readonly Bytes Reserved = Bytes.MiB(1);

    /// <summary>One of two copies of the tree that tells where everything is; as large as mkfs.btrfs makes it.</summary>
    public static readonly Bytes System = Bytes.MiB(8);

    /// <summary>Where copies of the superblock are, each at the start of a MiB that holds nothing else.</summary>
    /// <remarks>Source: Btrfs documentation, On-disk Format, Superblock.</remarks>
    public static readonly IReadOnlyList<Bytes> SuperCopies = [Bytes.MiB(64), Bytes.MiB(256 << 10)];

    // Added up: 185 bytes for an inode, 190 for a name in both directions, 160 for an extent and what tells whose it is, in nodes that are not
    // quite full. Small files are in the trees too, but they are less than the block that is counted for them.
    private const long PerInode = 640;
    private const long ContentPerSum = 1024; // four bytes for a sector of 4 KiB
    private static readonly Bytes SmallestMetadata = Bytes.MiB(32);

    /// <summary>One of two copies of trees, with room for as much again by half.</summary>
    /// <param name="used">What the trees take.</param>
    public static Bytes Metadata(Bytes used)
    {
        var wanted = new Bytes(used.Count / 2 * 3).RoundUp(Bytes.MiB(1));
        return wanted > SmallestMetadata ? wanted : SmallestMetadata;
    }

    /// <summary>Everything that is no content.</summary>
    public static Bytes Overhead(TreeContent content) =>
        Reserved + System * 2 + Bytes.MiB(SuperCopies.Count) + Metadata(new(content.Inodes * PerInode + content.Data.Count / ContentPerSum)) * 2;
}
