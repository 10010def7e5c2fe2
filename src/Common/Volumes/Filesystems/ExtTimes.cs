using System.Buffers.Binary;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Common.Inspection.Ext;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>
/// Takes the build's clock out of a filesystem: mke2fs -d copies times of access and change, which nothing can set in the tree. No time
/// in the image is later than a given one, and an unchanged file was read, changed and made when it was written.
/// </summary>
/// <remarks>Source: Documentation/filesystems/ext4 of the kernel: inodes.rst.</remarks>
internal static class ExtTimes
{
    private const int RootInode = 2;
    private const int FirstFreeInode = 11;
    private const int OldInodeSize = 128; // ends after the fields that ext2 had

    // Place of each time, and of its upper bits: changed, written, read, made.
    private static readonly (int Time, int Extra)[] Times = [(0x0c, 0x84), (0x10, 0x88), (0x08, 0x8c), (0x90, 0x94)];

    /// <summary>Rewrites the times of every file.</summary>
    public static void Clamp(SafeFileHandle image, long start, long latest)
    {
        var ext = ExtStructure.Open(new DiskBytes(image, start, RandomAccess.GetLength(image) - start)) ?? throw new InvalidDataException("there is no ext filesystem");
        if (ext.IsScattered)
            throw new BuildException("the times of a filesystem with 'meta_bg' cannot be set", "leave 'meta_bg' out of 'format_command'");
        for (var number = 0; number < ext.GroupCount; number++)
        {
            var group = ext.Group(number);
            if (group.HasNoInodes)
                continue;
            var bitmap = ext.ReadAt(group.InodeBitmap * ext.BlockSize, ext.BlockSize);
            var table = ext.ReadAt(group.InodeTable * ext.BlockSize, ext.InodesPerGroup * ext.InodeSize);
            var used = 0;
            for (var index = 0; index < ext.InodesPerGroup; index++)
            {
                if ((bitmap[index / 8] & (1 << (index % 8))) == 0)
                    continue;
                used = index + 1;
                var inode = (uint)(number * ext.InodesPerGroup + index + 1);
                if (inode is >= FirstFreeInode or RootInode)
                    Rewrite(table.AsSpan(index * ext.InodeSize, ext.InodeSize), inode, ext.ChecksumSeed, latest);
            }

            // What follows the last used inode is a hole and stays one.
            RandomAccess.Write(image, table.AsSpan(0, used * ext.InodeSize), start + group.InodeTable * ext.BlockSize);
        }
    }

    private static void Rewrite(Span<byte> inode, uint number, uint? seed, long latest)
    {
        var isOld = inode.Length <= OldInodeSize;
        var written = BinaryPrimitives.ReadInt32LittleEndian(inode[Times[1].Time..]) + (isOld ? 0 : (Number(inode, Times[1].Extra) & 3L) << 32);
        var time = Math.Min(written, latest);
        foreach (var (place, extra) in Times)
        {
            if (place < OldInodeSize || !isOld)
                BinaryPrimitives.WriteInt32LittleEndian(inode[place..], unchecked((int)time));
            if (!isOld)
                BinaryPrimitives.WriteUInt32LittleEndian(inode[extra..], (uint)((time - unchecked((int)time)) >> 32) & 3);
        }

        if (seed is { } start)
            ExtChecksums.SealInode(inode, number, start);
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);
}
