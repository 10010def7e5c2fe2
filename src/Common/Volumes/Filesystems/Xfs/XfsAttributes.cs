using System.Buffers.Binary;
using System.Text;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>Writes extended attributes: in the inode while they fit, else in a block.</summary>
internal static class XfsAttributes
{
    private const byte Root = 0x02;
    private const byte Secure = 0x04;
    private const byte Local = 0x01;
    private const int LeafHeader = 80;
    private const ushort LeafMagic = 0x3bee;

    /// <summary>An attribute without the name space in front of its name.</summary>
    public sealed record Entry(byte Space, string Name, byte[] Value);

    /// <summary>Attributes as xfs names them.</summary>
    public static IReadOnlyList<Entry> Of(SourceFile file) => [.. file.Attributes.Select(attribute => attribute.Name.Split('.', 2) switch
    {
        ["user", var name] => new Entry(0, name, attribute.Value),
        ["trusted", var name] => new(Root, name, attribute.Value),
        ["security", var name] => new(Secure, name, attribute.Value),
        _ when attribute.Name == "system.posix_acl_access" => new(Root, "SGI_ACL_FILE", Acl(attribute.Value)),
        _ when attribute.Name == "system.posix_acl_default" => new(Root, "SGI_ACL_DEFAULT", Acl(attribute.Value)),
        _ => throw XfsWriter.Cannot(file, $"has the attribute '{attribute.Name}', which cannot be kept"),
    })];

    /// <summary>Attributes as they stand in an inode; null when they do not fit.</summary>
    public static byte[]? Short(IReadOnlyList<Entry> entries, int room)
    {
        var length = 4 + entries.Sum(entry => 3 + entry.Name.Length + entry.Value.Length);
        if (length > room || entries.Any(entry => entry.Value.Length > byte.MaxValue))
            return null;
        var bytes = new byte[length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)length);
        bytes[2] = (byte)entries.Count;
        var place = 4;
        foreach (var (space, name, value) in entries)
        {
            (bytes[place], bytes[place + 1], bytes[place + 2]) = ((byte)name.Length, (byte)value.Length, space);
            Encoding.Latin1.GetBytes(name, bytes.AsSpan(place + 3));
            value.CopyTo(bytes, place + 3 + name.Length);
            place += 3 + name.Length + value.Length;
        }

        return bytes;
    }

    /// <summary>Attributes in a block; null when they do not fit.</summary>
    public static byte[]? InBlock(IReadOnlyList<Entry> entries, int blockSize)
    {
        var block = new byte[blockSize];
        var sorted = entries.OrderBy(entry => XfsDirectory.Hash(entry.Name)).ToList();
        var first = blockSize;
        foreach (var (index, (space, name, value)) in sorted.Index())
        {
            var size = (3 + name.Length + value.Length + 3) / 4 * 4;
            first -= size;
            // Longer ones have blocks of their own: xfs_attr_leaf_entsize_local_max.
            if (size > blockSize / 4 * 3 || first < LeafHeader + sorted.Count * 8)
                return null;
            var entry = block.AsSpan(LeafHeader + index * 8);
            BinaryPrimitives.WriteUInt32BigEndian(entry, XfsDirectory.Hash(name));
            BinaryPrimitives.WriteUInt16BigEndian(entry[4..], (ushort)first);
            entry[6] = (byte)(space | Local);
            BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(first), (ushort)value.Length);
            block[first + 2] = (byte)name.Length;
            Encoding.Latin1.GetBytes(name, block.AsSpan(first + 3));
            value.CopyTo(block, first + 3 + name.Length);
        }

        var end = LeafHeader + sorted.Count * 8;
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(8), LeafMagic);
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(56), (ushort)sorted.Count);
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(58), (ushort)(blockSize - first));
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(60), (ushort)first);
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(64), (ushort)end);
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(66), (ushort)(first - end));
        return block;
    }

    // From the kernel's little-endian form (include/uapi/linux/posix_acl_xattr.h) to the filesystem's own (xfs_acl_entry).
    private static byte[] Acl(byte[] value)
    {
        var count = (value.Length - 4) / 8;
        var acl = new byte[4 + 12 * count];
        BinaryPrimitives.WriteInt32BigEndian(acl, count);
        for (var index = 0; index < count; index++)
        {
            var from = value.AsSpan(4 + 8 * index);
            var to = acl.AsSpan(4 + 12 * index);
            BinaryPrimitives.WriteUInt32BigEndian(to, BinaryPrimitives.ReadUInt16LittleEndian(from));
            BinaryPrimitives.WriteUInt32BigEndian(to[4..], BinaryPrimitives.ReadUInt32LittleEndian(from[4..]));
            BinaryPrimitives.WriteUInt16BigEndian(to[8..], BinaryPrimitives.ReadUInt16LittleEndian(from[2..]));
        }

        return acl;
    }
}
