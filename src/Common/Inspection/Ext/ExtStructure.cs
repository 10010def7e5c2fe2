using System.Buffers.Binary;
using System.Text;
using BootstrapVz.Common.Volumes;

namespace BootstrapVz.Common.Inspection.Ext;

/// <summary>Where an ext2, ext3 or ext4 filesystem has what, from its superblock and group descriptors.</summary>
/// <remarks>Source: Documentation/filesystems/ext4 of the kernel: super.rst, group_descr.rst, checksums.rst.</remarks>
internal sealed class ExtStructure
{
    private const ushort Magic = 0xef53;
    private const uint MetadataChecksums = 0x400; // EXT4_FEATURE_RO_COMPAT_METADATA_CSUM
    private const uint Wide = 0x80;               // EXT4_FEATURE_INCOMPAT_64BIT
    private const uint StoredSeed = 0x2000;       // EXT4_FEATURE_INCOMPAT_CSUM_SEED
    private const uint ScatteredGroups = 0x10;    // EXT2_FEATURE_INCOMPAT_META_BG

    private readonly byte[] _super;
    private readonly byte[] _descriptors;

    private ExtStructure(ByteSource bytes, byte[] super)
    {
        (Bytes, _super) = (bytes, super);
        BlockSize = 1024 << (int)Number(super, 0x18);
        GroupCount = (int)((BlockCount - FirstBlock + BlocksPerGroup - 1) / BlocksPerGroup);
        DescriptorSize = (Number(super, 0x60) & Wide) != 0 ? Short(super, 0xfe) : 32;
        _descriptors = ReadAt((FirstBlock + 1) * BlockSize, GroupCount * DescriptorSize);
    }

    /// <summary>The filesystem's bytes.</summary>
    public ByteSource Bytes { get; }

    public int BlockSize { get; }

    public int GroupCount { get; }

    public int DescriptorSize { get; }

    public long BlockCount => Number(_super, 0x04) + ((Number(_super, 0x60) & Wide) != 0 ? (long)Number(_super, 0x150) << 32 : 0);

    public long FreeBlocks => Number(_super, 0x0c) + ((Number(_super, 0x60) & Wide) != 0 ? (long)Number(_super, 0x158) << 32 : 0);

    /// <summary>1 with blocks of 1 KiB, whose first is left to a boot loader; else 0.</summary>
    public long FirstBlock => Number(_super, 0x14);

    public long BlocksPerGroup => Number(_super, 0x20);

    public int InodesPerGroup => (int)Number(_super, 0x28);

    public int InodeSize => Number(_super, 0x4c) == 0 ? 128 : Short(_super, 0x58);

    public uint JournalInode => Number(_super, 0xe0);

    public int ReservedDescriptorBlocks => Short(_super, 0xce);

    public string Uuid => new Guid(_super.AsSpan(0x68, 16), bigEndian: true).ToString();

    /// <summary>The volume's name; null when it has none.</summary>
    public string? Label => Encoding.UTF8.GetString(_super.AsSpan(0x78, 16)).Split('\0')[0] is { Length: > 0 } label ? label : null;

    public uint Compatible => Number(_super, 0x5c);

    public uint Incompatible => Number(_super, 0x60);

    public uint ReadOnlyCompatible => Number(_super, 0x64);

    /// <summary>Whether the group descriptors are spread over the filesystem, which only very large ones need.</summary>
    public bool IsScattered => (Incompatible & ScatteredGroups) != 0;

    /// <summary>What checksums begin with; null when there are none.</summary>
    public uint? ChecksumSeed => (ReadOnlyCompatible & MetadataChecksums) == 0 ? null
        : (Incompatible & StoredSeed) != 0 ? Number(_super, 0x270)
        : Crc32C.Add(uint.MaxValue, _super.AsSpan(0x68, 16));

    /// <summary>Reads the superblock and the group descriptors; null when it is no ext filesystem.</summary>
    public static ExtStructure? Open(ByteSource bytes)
    {
        var super = bytes.Take(1024, 1024);
        return super.Length == 1024 && Short(super, 0x38) == Magic ? new(bytes, super) : null;
    }

    public ExtGroup Group(int number)
    {
        var descriptor = _descriptors.AsSpan(number * DescriptorSize, DescriptorSize);
        return new(Place(descriptor, 0x00), Place(descriptor, 0x04), Place(descriptor, 0x08), Short(descriptor, 0x12));
    }

    /// <summary>The place of an inode in the filesystem, in bytes.</summary>
    public long PlaceOf(uint inode)
    {
        var (group, index) = Math.DivRem(inode - 1, (uint)InodesPerGroup);
        return Group((int)group).InodeTable * BlockSize + index * InodeSize;
    }

    /// <summary>Reads bytes by their place in the filesystem.</summary>
    public byte[] ReadAt(long position, int length)
    {
        var bytes = Bytes.Take(position, length);
        return bytes.Length == length ? bytes : throw new InvalidDataException("the filesystem ends before its tables do");
    }

    private long Place(ReadOnlySpan<byte> descriptor, int place) =>
        Number(descriptor, place) + (DescriptorSize >= 64 ? (long)Number(descriptor, place + 0x20) << 32 : 0);

    private static uint Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);

    private static ushort Short(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..]);
}

/// <summary>Where one block group has its tables, by block.</summary>
internal sealed record ExtGroup(long BlockBitmap, long InodeBitmap, long InodeTable, ushort Flags)
{
    /// <summary>Whether none of its inodes was ever used: EXT4_BG_INODE_UNINIT.</summary>
    public bool HasNoInodes => (Flags & 1) != 0;
}
