using System.Buffers.Binary;
using System.Text;

namespace BootstrapVz.Common.Inspection.Ext;

/// <summary>Reads extended attributes, those beside the inode and those in a block.</summary>
/// <remarks>Source: Documentation/filesystems/ext4/attributes.rst of the kernel.</remarks>
internal static class ExtAttributes
{
    private const uint Magic = 0xea020000;
    private const int BlockHeader = 32;

    private static readonly string[] Prefixes =
        ["", "user.", "system.posix_acl_access", "system.posix_acl_default", "trusted.", "", "security.", "system.", "system.richacl"];

    /// <summary>The attributes by name.</summary>
    public static SortedDictionary<string, byte[]> Of(ExtStructure ext, ExtInode inode)
    {
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        if (inode.ExtraEnd + 4 <= inode.Bytes.Length && inode.Number32(inode.ExtraEnd) == Magic)
        {
            var entries = inode.Bytes[(inode.ExtraEnd + 4)..];
            Read(entries, entries, found);
        }

        if (inode.AttributeBlock != 0)
        {
            var block = ext.ReadAt(inode.AttributeBlock * ext.BlockSize, ext.BlockSize).AsSpan();
            Read(block[BlockHeader..], block, found);
        }

        return found;
    }

    private static void Read(ReadOnlySpan<byte> entries, ReadOnlySpan<byte> values, SortedDictionary<string, byte[]> found)
    {
        while (entries.Length >= 16 && BinaryPrimitives.ReadUInt32LittleEndian(entries) != 0)
        {
            var (nameLength, prefix) = (entries[0], entries[1]);
            var offset = BinaryPrimitives.ReadUInt16LittleEndian(entries[2..]);
            var inode = BinaryPrimitives.ReadUInt32LittleEndian(entries[4..]);
            var size = (int)BinaryPrimitives.ReadUInt32LittleEndian(entries[8..]);
            var name = (prefix < Prefixes.Length ? Prefixes[prefix] : "?.") + Encoding.UTF8.GetString(entries.Slice(16, nameLength));
            // A large value has an inode of its own, which is compared by its number.
            found[name] = inode != 0 ? Encoding.ASCII.GetBytes($"inode {inode}") : values.Slice(offset, size).ToArray();
            entries = entries[(16 + (nameLength + 3) / 4 * 4)..];
        }
    }
}
