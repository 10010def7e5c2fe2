using System.Buffers.Binary;
using System.Numerics;
using BootstrapVz.Base.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>
/// Takes the build's clock out of a filesystem: mke2fs -d copies times of access and change, which nothing can set in the tree. No time
/// in the image is later than a given one, and an unchanged file was read, changed and made when it was written.
/// </summary>
/// <remarks>Source: Documentation/filesystems/ext4 of the kernel: super.rst, group_descr.rst, inodes.rst, checksums.rst.</remarks>
internal static class ExtTimes
{
    private const int RootInode = 2;
    private const int FirstFreeInode = 11;
    private const uint MetadataChecksums = 0x400;
    private const ushort NoInodes = 1; // EXT4_BG_INODE_UNINIT
    private const int ChecksumLow = 0x7c;
    private const int ChecksumHigh = 0x82;

    // Place of each time, and of its upper bits: changed, written, read, made.
    private static readonly (int Time, int Extra)[] Times = [(0x0c, 0x84), (0x10, 0x88), (0x08, 0x8c), (0x90, 0x94)];

    /// <summary>Rewrites the times of every file, with 4 KiB blocks and inodes of 256 bytes.</summary>
    public static void Clamp(SafeFileHandle image, Bytes start, long latest)
    {
        var super = Read(image, start.Count + 1024, 1024);
        var inodesPerGroup = (int)Number(super, 0x28);
        var inodeSize = BinaryPrimitives.ReadUInt16LittleEndian(super.AsSpan(0x58));
        var wide = (Number(super, 0x60) & 0x80) != 0; // EXT4_FEATURE_INCOMPAT_64BIT
        var descriptorSize = wide ? BinaryPrimitives.ReadUInt16LittleEndian(super.AsSpan(0xfe)) : 32;
        var seed = (Number(super, 0x64) & MetadataChecksums) != 0 ? Crc(uint.MaxValue, super.AsSpan(0x68, 16)) : (uint?)null;
        var groups = (int)(Number(super, 0) / (uint)inodesPerGroup);
        var descriptors = Read(image, start.Count + ExtGeometry.BlockSize, groups * descriptorSize);
        for (var group = 0; group < groups; group++)
        {
            var descriptor = descriptors.AsSpan(group * descriptorSize, descriptorSize);
            if ((BinaryPrimitives.ReadUInt16LittleEndian(descriptor[0x12..]) & NoInodes) != 0)
                continue;
            var bitmap = Read(image, start.Count + Block(descriptor, 0x04, wide), ExtGeometry.BlockSize);
            var place = start.Count + Block(descriptor, 0x08, wide);
            var table = Read(image, place, inodesPerGroup * inodeSize);
            var used = 0;
            for (var index = 0; index < inodesPerGroup; index++)
            {
                if ((bitmap[index / 8] & (1 << (index % 8))) == 0)
                    continue;
                used = index + 1;
                var number = (uint)(group * inodesPerGroup + index + 1);
                if (number is >= FirstFreeInode or RootInode)
                    Rewrite(table.AsSpan(index * inodeSize, inodeSize), number, seed, latest);
            }

            // What follows the last used inode is a hole and stays one.
            RandomAccess.Write(image, table.AsSpan(0, used * inodeSize), place);
        }
    }

    private static void Rewrite(Span<byte> inode, uint number, uint? seed, long latest)
    {
        var written = BinaryPrimitives.ReadInt32LittleEndian(inode[Times[1].Time..]) + ((Number(inode, Times[1].Extra) & 3L) << 32);
        var time = Math.Min(written, latest);
        foreach (var (place, extra) in Times)
        {
            BinaryPrimitives.WriteInt32LittleEndian(inode[place..], unchecked((int)time));
            BinaryPrimitives.WriteUInt32LittleEndian(inode[extra..], (uint)((time - unchecked((int)time)) >> 32) & 3);
        }

        if (seed is not { } start)
            return;
        BinaryPrimitives.WriteUInt16LittleEndian(inode[ChecksumLow..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(inode[ChecksumHigh..], 0);
        Span<byte> numberBytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(numberBytes, number);
        var sum = Crc(Crc(Crc(start, numberBytes), inode.Slice(0x64, 4)), inode);
        BinaryPrimitives.WriteUInt16LittleEndian(inode[ChecksumLow..], (ushort)sum);
        BinaryPrimitives.WriteUInt16LittleEndian(inode[ChecksumHigh..], (ushort)(sum >> 16));
    }

    private static uint Crc(uint sum, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
            sum = BitOperations.Crc32C(sum, b);
        return sum;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);

    private static long Block(ReadOnlySpan<byte> descriptor, int place, bool wide) =>
        (Number(descriptor, place) + (wide ? (long)Number(descriptor, place + 0x20) << 32 : 0)) * ExtGeometry.BlockSize;

    private static byte[] Read(SafeFileHandle image, long position, int length)
    {
        var bytes = new byte[length];
        for (var done = 0; done < length;)
        {
            var read = RandomAccess.Read(image, bytes.AsSpan(done), position + done);
            if (read == 0)
                throw new IOException("the filesystem ends before its tables do");
            done += read;
        }

        return bytes;
    }
}
