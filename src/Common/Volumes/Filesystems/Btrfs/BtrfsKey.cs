using System.Runtime.InteropServices;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>What an item of a tree is; the second part of its key.</summary>
internal enum BtrfsType : byte
{
    Inode = 1,
    InodeName = 12,
    FarInodeName = 13,
    Attribute = 24,
    Name = 84,
    NameIndex = 96,
    FileExtent = 108,
    Sums = 128,
    Root = 132,
    RootParent = 144,
    RootChild = 156,
    DataExtent = 168,
    MetadataExtent = 169,
    BlockGroup = 192,
    FreeSpace = 198,
    FreeExtent = 199,
    DeviceExtent = 204,
    Device = 216,
    Chunk = 228,
    SubvolumeUuid = 251,
}

/// <summary>Numbers of trees and of what else keys begin with.</summary>
internal static class BtrfsObject
{
    public const ulong RootTree = 1;
    public const ulong ExtentTree = 2;
    public const ulong ChunkTree = 3;
    public const ulong DeviceTree = 4;
    public const ulong TopLevel = 5;
    public const ulong RootDirectory = 6; // in the tree of trees; names the default subvolume
    public const ulong SumTree = 7;
    public const ulong UuidTree = 9;
    public const ulong FreeSpaceTree = 10;
    public const ulong RelocationTree = unchecked((ulong)-9);
    public const ulong Sums = unchecked((ulong)-10);
    public const ulong Devices = 1;
    public const ulong Chunks = 256;
    public const ulong FirstSubvolume = 256;
    public const ulong FirstInode = 256; // the root directory of a subvolume
}

/// <summary>Where an item stands in its tree.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BtrfsKey(ulong Object, BtrfsType Type, ulong Offset)
{
    public const int Size = 17;

    public static int Compare(BtrfsKey left, BtrfsKey right) => (left.Object, (byte)left.Type, left.Offset).CompareTo((right.Object, (byte)right.Type, right.Offset));
}

internal static class BtrfsKeyRecord
{
    public static LittleEndianRecord Key(this LittleEndianRecord record, BtrfsKey key) => record.Long(key.Object).Byte((byte)key.Type).Long(key.Offset);
}
