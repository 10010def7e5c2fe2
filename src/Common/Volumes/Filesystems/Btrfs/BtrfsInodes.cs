using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>Items of inodes: what they are, what they are called, what is in them.</summary>
internal static class BtrfsInodes
{
    /// <summary>Flags of a file that is overwritten in its place, and has no checksums.</summary>
    public const ulong OverwrittenFlags = 0x3; // BTRFS_INODE_NODATASUM, BTRFS_INODE_NODATACOW

    private const int DirectoryEntry = BtrfsKey.Size + 13;
    private const int AttributeKind = 8; // BTRFS_FT_XATTR
    private const int ExtentHead = 21;
    private const int LongestNames = 4096; // of one file in one directory; the kernel takes a whole leaf

    /// <summary>A name of a file in a directory.</summary>
    public sealed record Name(ulong Directory, ulong Index, byte[] Text);

    public static byte[] Inode(TreeCalls.NodeStatus status, long links, long size, long allocated, long seconds, ulong flags) =>
        new LittleEndianRecord(160).Long(BtrfsDisk.Generation).Long(BtrfsDisk.Generation).Long(size).Long(allocated).Long(0)
            .Int((uint)links).Int(status.User).Int(status.Group).Int(status.Mode).Long(Device(status)).Long(flags).Long(0).Zeros(32)
            .Time(seconds).Time(seconds).Time(seconds).Time(seconds).Whole;

    /// <summary>The names by which an inode knows where it is: of each directory as many as one item holds, others one by one.</summary>
    public static void AddNames(BtrfsTree tree, ulong inode, IEnumerable<Name> names)
    {
        foreach (var directory in names.GroupBy(name => name.Directory))
        {
            var together = new List<byte[]>();
            var far = new List<(uint Hash, byte[] Item)>();
            var room = LongestNames;
            foreach (var (_, index, text) in directory)
            {
                room -= 10 + text.Length;
                if (room >= 0)
                    together.Add(new LittleEndianRecord(10 + text.Length).Long(index).Short(text.Length).Bytes(text).Whole);
                else
                    far.Add((Crc32C.Add((uint)directory.Key, text), new LittleEndianRecord(18 + text.Length).Long(directory.Key).Long(index).Short(text.Length).Bytes(text).Whole));
            }

            tree.Add(inode, BtrfsType.InodeName, directory.Key, [.. together.SelectMany(bytes => bytes)]);
            AddHashed(tree, inode, BtrfsType.FarInodeName, far);
        }
    }

    /// <summary>Names in a directory: by their hash, and by their order.</summary>
    public static void AddEntries(BtrfsTree tree, ulong directory, IEnumerable<(ulong Index, byte[] Text, BtrfsKey Target, int Kind)> entries)
    {
        var hashed = new List<(uint Hash, byte[] Item)>();
        foreach (var (index, text, target, kind) in entries)
        {
            var entry = Entry(target, text, [], kind);
            tree.Add(directory, BtrfsType.NameIndex, index, entry);
            hashed.Add((Hash(text), entry));
        }

        AddHashed(tree, directory, BtrfsType.Name, hashed);
    }

    public static void AddAttributes(BtrfsTree tree, ulong inode, SourceFile file)
    {
        var hashed = new List<(uint Hash, byte[] Item)>();
        foreach (var (name, value) in file.Attributes)
        {
            var text = Encoding.Latin1.GetBytes(name);
            var entry = Entry(default, text, value, AttributeKind);
            // BTRFS_MAX_XATTR_SIZE
            if (entry.Length > BtrfsTree.LeafRoom - BtrfsTree.ItemHeader)
                throw new BuildException($"btrfs: '{BytePath.Display(file.Name)}' has the attribute '{name}' of {value.Length} bytes, which is too large", "use 'filesystem: ext4'");
            hashed.Add((Hash(text), entry));
        }

        AddHashed(tree, inode, BtrfsType.Attribute, hashed);
    }

    /// <summary>Content in the tree.</summary>
    public static byte[] Content(byte[] content) => new LittleEndianRecord(ExtentHead + content.Length)
        .Long(BtrfsDisk.Generation).Long(content.Length).Int(0).Byte(0).Bytes(content).Whole;

    /// <summary>Content elsewhere on the device.</summary>
    public static byte[] Content(BtrfsExtent extent) => new LittleEndianRecord(ExtentHead + 32)
        .Long(BtrfsDisk.Generation).Long(extent.Length).Int(0).Byte(extent.IsUnwritten ? 2 : 1).Long(extent.Start).Long(extent.Length).Long(0).Long(extent.Length).Whole;

    public static int Kind(NodeKind kind) => kind switch
    {
        NodeKind.File => 1,
        NodeKind.Directory => 2,
        NodeKind.CharacterDevice => 3,
        NodeKind.BlockDevice => 4,
        NodeKind.Fifo => 5,
        NodeKind.Socket => 6,
        _ => 7,
    };

    /// <summary>An item that names something, as directories have them.</summary>
    public static byte[] Entry(BtrfsKey target, byte[] name, byte[] value, int kind) => new LittleEndianRecord(DirectoryEntry + name.Length + value.Length)
        .Key(target).Long(BtrfsDisk.Generation).Short(value.Length).Short(name.Length).Byte(kind).Bytes(name).Bytes(value).Whole;

    /// <summary>The hash that names are found by: btrfs_name_hash.</summary>
    public static uint Hash(ReadOnlySpan<byte> name) => Crc32C.Add(~1u, name);

    // Names with the same hash share an item.
    private static void AddHashed(BtrfsTree tree, ulong inode, BtrfsType type, IEnumerable<(uint Hash, byte[] Item)> items)
    {
        foreach (var same in items.GroupBy(item => item.Hash, item => item.Item))
            tree.Add(inode, type, same.Key, [.. same.SelectMany(bytes => bytes)]);
    }

    // The kernel's own form of a number: include/linux/kdev_t.h.
    private static ulong Device(TreeCalls.NodeStatus status) =>
        status.Kind is NodeKind.BlockDevice or NodeKind.CharacterDevice ? ((ulong)status.DeviceMajor << 20) | status.DeviceMinor : 0;
}
