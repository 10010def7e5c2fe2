using System.Buffers.Binary;

namespace BootstrapVz.Common.Inspection.Ext;

/// <summary>One inode as it lies in its table.</summary>
/// <remarks>Source: Documentation/filesystems/ext4/inodes.rst of the kernel.</remarks>
internal sealed class ExtInode(uint number, long place, byte[] bytes)
{
    public const int Folder = 0x4000;
    public const int Regular = 0x8000;
    public const int Link = 0xa000;
    public const int MapStart = 0x28;
    public const int MapLength = 60;

    // The fields, by the byte they begin at; what is between two belongs to the first.
    private static readonly (int Start, string Name)[] Fields =
    [
        (0x00, "mode"), (0x02, "owner"), (0x04, "size"), (0x08, "access time"), (0x0c, "change time"), (0x10, "modification time"),
        (0x14, "deletion time"), (0x18, "group"), (0x1a, "link count"), (0x1c, "block count"), (0x20, "flags"), (0x24, "version"),
        (0x28, "block map"), (0x64, "generation"), (0x68, "attribute block"), (0x6c, "size"), (0x70, "obsolete field"), (0x74, "block count"),
        (0x76, "attribute block"), (0x78, "owner"), (0x7a, "group"), (0x7c, "checksum"), (0x7e, "reserved field"), (0x80, "extra size"),
        (0x82, "checksum"), (0x84, "change time"), (0x88, "modification time"), (0x8c, "access time"), (0x90, "creation time"),
        (0x98, "version"), (0x9c, "project"), (0xa0, "extended attributes"),
    ];

    public uint Number => number;

    /// <summary>Its place in the filesystem, in bytes.</summary>
    public long Place => place;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The 60 bytes that hold the block map, a device's number or a short link's target.</summary>
    public ReadOnlySpan<byte> Map => bytes.AsSpan(MapStart, MapLength);

    public int Mode => Short(0x00) & 0xfff;

    public int Type => Short(0x00) & 0xf000;

    public uint User => Short(0x02) | (uint)Short(0x78) << 16;

    public uint Group => Short(0x18) | (uint)Short(0x7a) << 16;

    public long Size => Number32(0x04) | (long)Number32(0x6c) << 32;

    public int Links => Short(0x1a);

    public bool HasExtents => (Number32(0x20) & 0x80000) != 0; // EXT4_EXTENTS_FL

    public long AttributeBlock => Number32(0x68) | (long)Short(0x76) << 32;

    /// <summary>Where the extra fields end and attributes begin.</summary>
    public int ExtraEnd => bytes.Length <= 128 ? bytes.Length : 128 + Short(0x80);

    /// <summary>When the content was written: seconds since 1970 and nanoseconds.</summary>
    public (long Seconds, uint Nanoseconds) Written
    {
        get
        {
            var extra = bytes.Length > 128 ? Number32(0x88) : 0;
            return (unchecked((int)Number32(0x10)) + ((extra & 3L) << 32), extra >> 2);
        }
    }

    /// <summary>The field that a byte of the inode is part of.</summary>
    public static string FieldAt(int position) => Fields.Last(f => f.Start <= position).Name;

    public uint Number32(int position) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position));

    private ushort Short(int position) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(position));
}
