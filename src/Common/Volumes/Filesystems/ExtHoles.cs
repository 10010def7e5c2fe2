using System.Buffers.Binary;
using System.Globalization;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Common.Inspection.Ext;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>
/// Gives files the blocks they lack: mke2fs -d leaves out every block that is zero, and boot loaders that read filesystems on their own
/// may take a hole for the end.
/// </summary>
internal static class ExtHoles
{
    private const int LongestExtent = 32768; // a length above it marks blocks that were never written

    /// <summary>Those of some files that have any.</summary>
    public static IReadOnlyList<KeyValuePair<string, FileEntry>> In(IEnumerable<KeyValuePair<string, FileEntry>> files) =>
        [.. files.Where(file => file.Value.Content is { } content && HasHoles(content))];

    /// <summary>What debugfs(8) is told to reserve the blocks of a file.</summary>
    public static string Request(KeyValuePair<string, FileEntry> file) =>
        string.Create(CultureInfo.InvariantCulture, $"fallocate \"{file.Key}\" 0 {(file.Value.Size - 1) / ExtGeometry.BlockSize}");

    /// <summary>Makes blocks that were reserved part of the content. They are zero in a fresh image, as the content is there.</summary>
    public static void MarkWritten(FilesystemJob job, IEnumerable<KeyValuePair<string, FileEntry>> files)
    {
        var ext = ExtStructure.Open(job.Filesystem)!;
        foreach (var file in files)
            MarkWritten(job.Image, job.Partition.Start.Count, ext, (uint)file.Value.Inode);
    }

    private static bool HasHoles(FileBytes content)
    {
        var end = 0L;
        foreach (var range in content.Ranges())
        {
            if (range.Start > end)
                return true;
            end = range.End;
        }

        return end < content.Length;
    }

    private static void MarkWritten(SafeFileHandle image, long start, ExtStructure ext, uint number)
    {
        var place = ext.PlaceOf(number);
        var inode = ext.ReadAt(place, ext.InodeSize);
        if (!new ExtInode(number, place, inode).HasExtents)
            return;
        Mark(inode.AsSpan(ExtInode.MapStart, ExtInode.MapLength));
        if (ext.ChecksumSeed is { } seed)
            ExtChecksums.SealInode(inode, number, seed);
        RandomAccess.Write(image, inode, start + place);

        void Mark(Span<byte> node)
        {
            var isLeaf = BinaryPrimitives.ReadUInt16LittleEndian(node[6..]) == 0;
            for (var index = 1; index <= BinaryPrimitives.ReadUInt16LittleEndian(node[2..]); index++)
            {
                var entry = node.Slice(index * 12, 12);
                if (!isLeaf)
                    MarkChild((BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) | (long)BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]) << 32) * ext.BlockSize);
                else if (BinaryPrimitives.ReadUInt16LittleEndian(entry[4..]) is > LongestExtent and var length)
                    BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)(length - LongestExtent));
            }
        }

        void MarkChild(long child)
        {
            var node = ext.ReadAt(child, ext.BlockSize);
            Mark(node);
            if (ext.ChecksumSeed is { } own)
                ExtChecksums.SealExtents(node, inode, number, own);
            RandomAccess.Write(image, node, start + child);
        }
    }
}
