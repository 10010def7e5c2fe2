using System.Buffers.Binary;
using System.Text;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>The tree of trees, and small ones that every filesystem has.</summary>
internal static class BtrfsRoots
{
    private const ulong FlagsAreSet = 1UL << 31; // BTRFS_INODE_ROOT_ITEM_INIT: the kernel need not clear them
    private static readonly byte[] Default = "default"u8.ToArray();
    private static readonly byte[] Upwards = ".."u8.ToArray();

    // A directory as mkfs makes it, for trees that hold no files.
    private static readonly TreeCalls.NodeStatus EmptyDirectory = new() { Mode = 0x41ed /* 040755 */ };

    /// <summary>Every tree but this one and that of the chunks, with how subvolumes lie in each other.</summary>
    public static BtrfsTree Roots(BtrfsDisk disk, IReadOnlyList<BtrfsTree> trees, IReadOnlyList<BtrfsSubvolume> subvolumes, long time)
    {
        var tree = new BtrfsTree(BtrfsObject.RootTree);
        foreach (var other in trees.Where(other => other.Owner != BtrfsObject.RootTree))
        {
            var holdsFiles = other.Owner is BtrfsObject.TopLevel or BtrfsObject.RelocationTree or >= BtrfsObject.FirstSubvolume and < BtrfsObject.Sums;
            var uuid = subvolumes.Any(subvolume => subvolume.Id == other.Owner) ? UuidOf(disk, other.Owner) : Guid.Empty;
            tree.Add(other.Owner, BtrfsType.Root, 0, Root(other, holdsFiles, uuid, time));
        }

        foreach (var parent in subvolumes)
        {
            foreach (var (child, directory, index) in parent.Children)
            {
                var name = Encoding.UTF8.GetBytes(child.Plan.Name.Split('/')[^1]);
                var place = new LittleEndianRecord(18 + name.Length).Long(directory).Long(index).Short(name.Length).Bytes(name).Whole;
                tree.Add(parent.Id, BtrfsType.RootChild, child.Id, place);
                tree.Add(child.Id, BtrfsType.RootParent, parent.Id, place);
            }
        }

        var @default = subvolumes.First(subvolume => subvolume.Plan.IsDefault).Id;
        tree.Add(BtrfsObject.RootDirectory, BtrfsType.Inode, 0, BtrfsInodes.Inode(EmptyDirectory, 1, 0, BtrfsTree.NodeSize, time, 0));
        BtrfsInodes.AddNames(tree, BtrfsObject.RootDirectory, [new(BtrfsObject.RootDirectory, 0, Upwards)]);
        tree.Add(BtrfsObject.RootDirectory, BtrfsType.Name, BtrfsInodes.Hash(Default),
            BtrfsInodes.Entry(new(@default, BtrfsType.Root, ulong.MaxValue), Default, [], BtrfsInodes.Kind(NodeKind.Directory)));
        return tree;
    }

    /// <summary>Subvolumes by their UUID.</summary>
    public static BtrfsTree Uuids(BtrfsDisk disk, IEnumerable<BtrfsSubvolume> subvolumes)
    {
        var tree = new BtrfsTree(BtrfsObject.UuidTree);
        foreach (var subvolume in subvolumes)
        {
            var uuid = UuidOf(disk, subvolume.Id).ToByteArray(bigEndian: true);
            tree.Add(BinaryPrimitives.ReadUInt64LittleEndian(uuid), BtrfsType.SubvolumeUuid, BinaryPrimitives.ReadUInt64LittleEndian(uuid.AsSpan(8)), new LittleEndianRecord(8).Long(subvolume.Id).Whole);
        }

        return tree;
    }

    /// <summary>What the kernel moves content through; empty until it does.</summary>
    public static BtrfsTree Relocation(long time)
    {
        var tree = new BtrfsTree(BtrfsObject.RelocationTree);
        tree.Add(BtrfsObject.FirstInode, BtrfsType.Inode, 0, BtrfsInodes.Inode(EmptyDirectory, 1, 0, 0, time, 0));
        BtrfsInodes.AddNames(tree, BtrfsObject.FirstInode, [new(BtrfsObject.FirstInode, 0, Upwards)]);
        return tree;
    }

    private static Guid UuidOf(BtrfsDisk disk, ulong subvolume) =>
        DeterministicId.Uuid(disk.Uuid.ToString(), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"subvolume {subvolume}"));

    private static byte[] Root(BtrfsTree tree, bool holdsFiles, Guid uuid, long time) => new LittleEndianRecord(439)
        .Bytes(BtrfsInodes.Inode(EmptyDirectory, 1, 3, BtrfsTree.NodeSize, time, FlagsAreSet))
        .Long(BtrfsDisk.Generation).Long(holdsFiles ? BtrfsObject.FirstInode : 0).Long(tree.Top).Long(0).Long((long)tree.NodeCount * BtrfsTree.NodeSize)
        .Long(0).Long(0).Int(1).Zeros(BtrfsKey.Size).Byte(0).Byte(tree.TopLevel).Long(BtrfsDisk.Generation)
        .Uuid(uuid).Zeros(32).Long(BtrfsDisk.Generation).Long(BtrfsDisk.Generation).Long(0).Long(0)
        .Time(time).Time(time).Time(0).Time(0).Zeros(64).Whole;
}
