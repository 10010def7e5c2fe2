using System.Buffers.Binary;
using BootstrapVz.Base.Errors;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>An XFS filesystem that mkfs.xfs made in its place: its geometry, its blocks and its superblock.</summary>
/// <remarks>
/// Source for this folder: "XFS Algorithms and Data Structures" (kernel.org, xfs-documentation), and fs/xfs/libxfs/xfs_format.h of the
/// kernel. Numbers are big-endian, checksums little-endian.
/// </remarks>
internal sealed class XfsDisk
{
    private const int SuperLength = 512;
    private const int SuperChecksum = 224;
    private const ushort HasAttributes = 0x0010;

    // Features that change nothing written here: entries have types, inode chunks may be sparse, times go to 2486, ranges can be exchanged.
    private const uint KnownFeatures = FileTypes | 0x2 | BigTimeFeature | 0x40;
    private const uint FileTypes = 0x1;
    private const uint BigTimeFeature = 0x8;

    // Of the btrees that a group may have the second one of inodes is kept, one of who owns which block is not.
    private const uint FreeInodeTree = 0x1;
    private const uint ReverseTree = 0x2;

    private readonly SafeFileHandle _image;
    private readonly long _start;
    private readonly byte[] _super;

    private XfsDisk(SafeFileHandle image, long start, byte[] super) => (_image, _start, _super) = (image, start, super);

    public int BlockSize => (int)Number(4);

    public int InodeSize => BinaryPrimitives.ReadUInt16BigEndian(_super.AsSpan(104));

    public int SectorSize => BinaryPrimitives.ReadUInt16BigEndian(_super.AsSpan(102));

    public int InodesPerBlock => BlockSize / InodeSize;

    public long GroupBlocks => Number(84);

    public int GroupCount => (int)Number(88);

    public long RootInode => BinaryPrimitives.ReadInt64BigEndian(_super.AsSpan(56));

    /// <summary>Chunks of 64 inodes begin at a multiple of this.</summary>
    public long InodeAlignment => Math.Max(1, Number(180));

    public bool HasBigTime => (Number(216) & BigTimeFeature) != 0;

    public bool CountsInodeBlocks => (Number(212) & 0x8) != 0;

    private int GroupBlockLog => _super[124];

    private int InodesPerBlockLog => _super[123];

    private ReadOnlySpan<byte> Uuid => _super.AsSpan(32, 16);

    public static XfsDisk Open(SafeFileHandle image, long start)
    {
        var super = new byte[SuperLength];
        RandomAccess.Read(image, super, start);
        var disk = new XfsDisk(image, start, super);
        var (features, trees) = (disk.Number(216), disk.Number(212) & (FreeInodeTree | ReverseTree));
        if (!super.AsSpan(0, 4).SequenceEqual("XFSB"u8) || (features & FileTypes) == 0 || (features & ~KnownFeatures) != 0 || trees != FreeInodeTree || disk.BlockSize != 4096 || disk.SectorSize != SuperLength || super[192] != 0)
            throw new BuildException($"mkfs.xfs made a filesystem that cannot be filled: features {features:x}, trees {trees:x}, blocks of {disk.BlockSize}", "leave out 'format_command', or choose blocks of 4096, finobt=1 and rmapbt=0");
        return disk;
    }

    public long DaddrOf(int group, long block) => (group * GroupBlocks + block) * (BlockSize / SuperLength);

    /// <summary>A block's number in the filesystem, as extents have it.</summary>
    public long NumberOf(int group, long block) => ((long)group << GroupBlockLog) | block;

    public long InodeOf(int group, long block, int index) => (NumberOf(group, block) << InodesPerBlockLog) | (uint)index;

    public (int Group, long Block, int Index) PlaceOf(long inode)
    {
        var block = inode >> InodesPerBlockLog;
        return ((int)(block >> GroupBlockLog), block & ((1L << GroupBlockLog) - 1), (int)(inode & (InodesPerBlock - 1)));
    }

    /// <summary>A block's first byte in the image.</summary>
    public long ByteOf(int group, long block) => _start + (group * GroupBlocks + block) * BlockSize;

    public SafeFileHandle Image => _image;

    public byte[] Read(int group, long block) => ReadAt(ByteOf(group, block), BlockSize);

    /// <summary>One of the sectors at a group's start: 1 tells of its free space, 2 of its inodes.</summary>
    public byte[] ReadSector(int group, int sector) => ReadAt(ByteOf(group, 0) + sector * SectorSize, SectorSize);

    public void WriteSector(int group, int sector, byte[] content, int checksum)
    {
        Seal(content, checksum);
        RandomAccess.Write(_image, content, ByteOf(group, 0) + sector * SectorSize);
    }

    /// <summary>Writes a block of metadata, which names its own place.</summary>
    public void Write(int group, long block, byte[] content, XfsHeader header, long owner)
    {
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(header.Place), DaddrOf(group, block));
        Uuid.CopyTo(content.AsSpan(header.Uuid));
        if (header.OwnerIsGroup)
            BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(header.Owner), (uint)owner);
        else
            BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(header.Owner), owner);
        Seal(content, header.Checksum);
        RandomAccess.Write(_image, content, ByteOf(group, block));
    }

    public void WriteInode(long inode, byte[] content)
    {
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(152), inode);
        Uuid.CopyTo(content.AsSpan(160));
        Seal(content, 100);
        var (group, block, index) = PlaceOf(inode);
        RandomAccess.Write(_image, content, ByteOf(group, block) + index * InodeSize);
    }

    public byte[] ReadInode(long inode)
    {
        var (group, block, index) = PlaceOf(inode);
        return ReadAt(ByteOf(group, block) + index * InodeSize, InodeSize);
    }

    /// <summary>Writes what the superblock counts.</summary>
    public void WriteSuper(long inodes, long freeInodes, long blocksTaken, bool hasAttributes)
    {
        BinaryPrimitives.WriteInt64BigEndian(_super.AsSpan(128), inodes);
        BinaryPrimitives.WriteInt64BigEndian(_super.AsSpan(136), freeInodes);
        BinaryPrimitives.WriteInt64BigEndian(_super.AsSpan(144), BinaryPrimitives.ReadInt64BigEndian(_super.AsSpan(144)) - blocksTaken);
        if (hasAttributes)
            BinaryPrimitives.WriteUInt16BigEndian(_super.AsSpan(100), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(_super.AsSpan(100)) | HasAttributes));
        WriteSector(0, 0, _super, SuperChecksum);
    }

    private static void Seal(Span<byte> content, int checksum)
    {
        content.Slice(checksum, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(content[checksum..], ~Crc32C.Add(uint.MaxValue, content));
    }

    private byte[] ReadAt(long place, int length)
    {
        var bytes = new byte[length];
        RandomAccess.Read(_image, bytes, place);
        return bytes;
    }

    private uint Number(int place) => BinaryPrimitives.ReadUInt32BigEndian(_super.AsSpan(place));
}

/// <summary>Where a kind of block has its place, the filesystem's UUID, its owner and its checksum.</summary>
internal sealed record XfsHeader(int Checksum, int Place, int Uuid, int Owner, bool OwnerIsGroup = false)
{
    public static readonly XfsHeader Tree = new(Checksum: 52, Place: 16, Uuid: 32, Owner: 48, OwnerIsGroup: true);
    public static readonly XfsHeader Directory = new(Checksum: 4, Place: 8, Uuid: 24, Owner: 40);
    public static readonly XfsHeader Index = new(Checksum: 12, Place: 16, Uuid: 32, Owner: 48);
    public static readonly XfsHeader Symlink = new(Checksum: 12, Place: 40, Uuid: 16, Owner: 32);
}
