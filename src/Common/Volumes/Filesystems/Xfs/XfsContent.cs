using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>Writes what is in files, holes left out.</summary>
internal static class XfsContent
{
    private const int MappingSize = 16;

    /// <summary>Copies a file and notes where.</summary>
    public static XfsInode Write(XfsDisk disk, XfsSpace space, XfsInode inode, int room, CancellationToken ct)
    {
        var size = inode.File.Status.Size;
        if (size == 0)
            return inode;
        using var file = TreeCalls.OpenFile(inode.File.Path);
        var mappings = new List<XfsMapping>();
        var ranges = inode.File.HasNoHoles ? [(0, size)] : SparseCopy.DataRanges(file, size);
        foreach (var (first, end) in Runs(ranges, disk.BlockSize, room / MappingSize / 2))
        {
            var at = first;
            foreach (var extent in space.Take(end - first))
            {
                ct.ThrowIfCancellationRequested();
                mappings.Add(new(at, extent));
                var from = at * disk.BlockSize;
                SparseCopy.CopyRange(file, from, disk.Image, disk.ByteOf(extent.Group, extent.Start), Math.Min(extent.Length * disk.BlockSize, size - from));
                at += extent.Length;
            }
        }

        var bytes = XfsInode.Mappings(disk, mappings);
        if (bytes.Length > room)
            throw XfsWriter.Cannot(inode.File, "lies in too many pieces");
        return inode with { Data = bytes, Size = size, Blocks = inode.Blocks + mappings.Sum(mapping => mapping.Extent.Length) };
    }

    /// <summary>
    /// Ranges of data in whole blocks. An inode has room for few; of a file with more the smallest holes between them are written as zeros,
    /// which reads the same.
    /// </summary>
    internal static List<(long First, long End)> Runs(IEnumerable<(long Start, long End)> ranges, int blockSize, int most)
    {
        var runs = new List<(long First, long End)>();
        foreach (var (start, end) in ranges)
        {
            var (first, behind) = (start / blockSize, (end + blockSize - 1) / blockSize);
            if (runs.Count > 0 && runs[^1].End >= first)
                runs[^1] = (runs[^1].First, behind);
            else
                runs.Add((first, behind));
        }

        if (runs.Count <= most)
            return runs;
        var widest = runs.Zip(runs.Skip(1), (left, right) => right.First - left.End).OrderDescending().ElementAt(most - 1);
        var joined = new List<(long First, long End)> { runs[0] };
        foreach (var run in runs.Skip(1))
        {
            if (run.First - joined[^1].End > widest)
                joined.Add(run);
            else
                joined[^1] = (joined[^1].First, run.End);
        }

        return joined;
    }
}
