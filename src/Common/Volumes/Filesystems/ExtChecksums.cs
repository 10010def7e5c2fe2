using System.Buffers.Binary;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Renews the checksums of changed metadata in ext4.</summary>
/// <remarks>Source: Documentation/filesystems/ext4 of the kernel: checksums.rst, inodes.rst, ifork.rst.</remarks>
internal static class ExtChecksums
{
    private const int Low = 0x7c;
    private const int High = 0x82;
    private const int Generation = 0x64;
    private const int OldInodeSize = 128; // ends after the fields that ext2 had

    /// <summary>Renews the checksum of an inode.</summary>
    /// <param name="inode">Its bytes.</param>
    /// <param name="number">Its number.</param>
    /// <param name="seed">What checksums of the filesystem begin with.</param>
    public static void SealInode(Span<byte> inode, uint number, uint seed)
    {
        var isOld = inode.Length <= OldInodeSize;
        BinaryPrimitives.WriteUInt16LittleEndian(inode[Low..], 0);
        if (!isOld)
            BinaryPrimitives.WriteUInt16LittleEndian(inode[High..], 0);
        var sum = Crc32C.Add(SeedOf(inode, number, seed), inode);
        BinaryPrimitives.WriteUInt16LittleEndian(inode[Low..], (ushort)sum);
        if (!isOld)
            BinaryPrimitives.WriteUInt16LittleEndian(inode[High..], (ushort)(sum >> 16));
    }

    /// <summary>Renews the checksum of a block of an extent tree, which stands behind the room for its entries.</summary>
    /// <param name="node">The block.</param>
    /// <param name="inode">The inode it belongs to.</param>
    /// <param name="number">The inode's number.</param>
    /// <param name="seed">What checksums of the filesystem begin with.</param>
    public static void SealExtents(Span<byte> node, ReadOnlySpan<byte> inode, uint number, uint seed)
    {
        var end = 12 + 12 * BinaryPrimitives.ReadUInt16LittleEndian(node[4..]);
        BinaryPrimitives.WriteUInt32LittleEndian(node[end..], Crc32C.Add(SeedOf(inode, number, seed), node[..end]));
    }

    private static uint SeedOf(ReadOnlySpan<byte> inode, uint number, uint seed)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return Crc32C.Add(Crc32C.Add(seed, bytes), inode.Slice(Generation, 4));
    }
}
