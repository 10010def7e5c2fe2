using System.Buffers.Binary;
using BootstrapVz.Common.Layers;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>A range of a file on the device.</summary>
/// <param name="At">Its place in the file.</param>
/// <param name="Start">Its address.</param>
/// <param name="Length">Its length, whole sectors.</param>
/// <param name="IsUnwritten">Whether it reads as zeros, whatever is there.</param>
internal sealed record BtrfsExtent(long At, long Start, long Length, bool IsUnwritten = false);

/// <summary>Copies what is in files, holes left out, and sums it up.</summary>
internal sealed class BtrfsContent(BtrfsDisk disk, BtrfsSpace space)
{
    /// <summary>Files up to this size are kept in the tree, as the kernel does without the mount option max_inline.</summary>
    public const int LargestInTree = 2048;

    // What one item may hold: __MAX_CSUM_ITEMS of the kernel's fs/btrfs/file-item.c.
    private const int SumsInItem = (BtrfsTree.LeafRoom - 2 * BtrfsTree.ItemHeader) / sizeof(uint) - 1;
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly List<(long Start, List<uint> Sums)> _sums = [];

    /// <summary>The content of a small file.</summary>
    public static byte[] Read(SourceFile source)
    {
        using var file = TreeCalls.OpenFile(source.Path);
        var content = new byte[source.Status.Size];
        FullRead.Fill(file, content, 0);
        return content;
    }

    /// <summary>Copies a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="hasSums">Whether its sectors get checksums.</param>
    /// <param name="ct">Stops it.</param>
    public List<BtrfsExtent> Write(SourceFile source, bool hasSums, CancellationToken ct)
    {
        using var file = TreeCalls.OpenFile(source.Path);
        var extents = new List<BtrfsExtent>();
        foreach (var (first, end) in Sectors(SparseCopy.DataRanges(file, source.Status.Size)))
        {
            var at = first;
            foreach (var (start, length) in space.Take(end - first))
            {
                Copy(file, at, Math.Min(length, source.Status.Size - at), start, hasSums, ct);
                extents.Add(new(at, start, length));
                at += length;
            }
        }

        return extents;
    }

    /// <summary>Copies a file that is mostly zeros, takes room for all of it, and leaves what is zero unwritten.</summary>
    public List<BtrfsExtent> WriteWithoutHoles(SourceFile source, CancellationToken ct)
    {
        using var file = TreeCalls.OpenFile(source.Path);
        var written = Sectors(SparseCopy.DataRanges(file, source.Status.Size)).ToList();
        var extents = new List<BtrfsExtent>();
        var at = 0L;
        var bounds = written.SelectMany(range => (long[])[range.First, range.End]).Append(Whole(source.Status.Size));
        foreach (var (index, bound) in bounds.Index())
        {
            foreach (var (start, length) in space.Take(bound - at))
            {
                var isUnwritten = index % 2 == 0;
                if (!isUnwritten)
                    Copy(file, at, Math.Min(length, source.Status.Size - at), start, hasSums: false, ct);
                extents.Add(new(at, start, length, isUnwritten));
                at += length;
            }
        }

        return extents;
    }

    /// <summary>The checksums of everything that was written.</summary>
    public BtrfsTree Sums()
    {
        var tree = new BtrfsTree(BtrfsObject.SumTree);
        foreach (var (start, sums) in _sums)
        {
            var data = new byte[sums.Count * sizeof(uint)];
            foreach (var (index, sum) in sums.Index())
                BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(index * sizeof(uint)), sum);
            tree.Add(BtrfsObject.Sums, BtrfsType.Sums, (ulong)start, data);
        }

        return tree;
    }

    private static long Whole(long length) => (length + BtrfsSpace.Sector - 1) / BtrfsSpace.Sector * BtrfsSpace.Sector;

    private static IEnumerable<(long First, long End)> Sectors(IEnumerable<(long Start, long End)> ranges)
    {
        (long First, long End)? last = null;
        foreach (var (start, end) in ranges)
        {
            var (first, behind) = (start / BtrfsSpace.Sector * BtrfsSpace.Sector, Whole(end));
            if (last is { } before && before.End >= first)
            {
                last = (before.First, behind);
                continue;
            }

            if (last is { } finished)
                yield return finished;
            last = (first, behind);
        }

        if (last is { } remaining)
            yield return remaining;
    }

    private void Copy(SafeFileHandle file, long at, long length, long address, bool hasSums, CancellationToken ct)
    {
        for (var done = 0L; done < length; done += _buffer.Length)
        {
            ct.ThrowIfCancellationRequested();
            var some = (int)Math.Min(_buffer.Length, length - done);
            var whole = (int)Whole(some);
            FullRead.Fill(file, _buffer.AsSpan(0, some), at + done);
            _buffer.AsSpan(some, whole - some).Clear();
            RandomAccess.Write(disk.Image, _buffer.AsSpan(0, some), disk.PlaceOf(address + done));
            if (hasSums)
                Sum(_buffer.AsSpan(0, whole), address + done);
        }
    }

    private void Sum(ReadOnlySpan<byte> content, long address)
    {
        for (; !content.IsEmpty; content = content[BtrfsSpace.Sector..], address += BtrfsSpace.Sector)
        {
            if (_sums.Count == 0 || _sums[^1].Sums.Count == SumsInItem || _sums[^1].Start + _sums[^1].Sums.Count * (long)BtrfsSpace.Sector != address)
                _sums.Add((address, []));
            _sums[^1].Sums.Add(BtrfsDisk.Checksum(content[..BtrfsSpace.Sector]));
        }
    }
}
