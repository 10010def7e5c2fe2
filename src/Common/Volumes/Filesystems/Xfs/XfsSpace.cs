using System.Buffers.Binary;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>Blocks next to each other in one allocation group.</summary>
internal sealed record XfsExtent(int Group, long Start, long Length);

/// <summary>The free blocks of each allocation group. A fresh group has few and large ranges of them, and keeps that.</summary>
internal sealed class XfsSpace
{
    private const int Sector = 1; // AGF
    private const int Checksum = 216;
    private const int Records = 56; // behind the header of a btree's block
    private readonly XfsDisk _disk;
    private readonly List<XfsExtent>[] _free;
    private readonly long[] _reserve;

    public XfsSpace(XfsDisk disk)
    {
        _disk = disk;
        _free = [.. Enumerable.Range(0, disk.GroupCount).Select(Read)];
        // The kernel keeps blocks of each group for btrees that grow: fs/xfs/libxfs/xfs_ag_resv.c.
        _reserve = [.. _free.Select(free => free.Sum(extent => extent.Length) / 50 + 16)];
    }

    /// <summary>How many blocks were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes blocks for content: in one range if there is one that long.</summary>
    public List<XfsExtent> Take(long blocks)
    {
        var taken = new List<XfsExtent>();
        while (blocks > 0)
        {
            var group = Array.FindIndex(_free, free => Available(free) >= blocks);
            if (group < 0)
                group = Array.FindIndex(_free, free => Available(free) > 0);
            if (group < 0)
                throw new BuildException("the xfs filesystem is too small for its content", "give the partition more, or 'auto'");
            var wanted = Math.Min(blocks, Available(_free[group]));
            var from = _free[group].Find(extent => extent.Length >= wanted) ?? _free[group].MaxBy(extent => extent.Length)!;
            taken.Add(Cut(from, from.Start, Math.Min(wanted, from.Length)));
            blocks -= taken[^1].Length;
        }

        return taken;
    }

    /// <summary>Takes blocks that begin at a multiple of something.</summary>
    public XfsExtent TakeAligned(long blocks, long alignment)
    {
        foreach (var free in _free.Where(free => Available(free) >= blocks))
        {
            foreach (var extent in free)
            {
                var start = (extent.Start + alignment - 1) / alignment * alignment;
                if (start + blocks <= extent.Start + extent.Length)
                    return Cut(extent, start, blocks);
            }
        }

        throw new BuildException("the xfs filesystem is too small for its number of files", "give the partition more, or 'auto'");
    }

    /// <summary>Takes a block of a certain group, for that group's btrees.</summary>
    public long TakeIn(int group)
    {
        var extent = _free[group].FirstOrDefault() ?? throw new BuildException("the xfs filesystem is too small for its number of files", "give the partition more, or 'auto'");
        return Cut(extent, extent.Start, 1).Start;
    }

    /// <summary>Writes both btrees of free space of each group, and its summary.</summary>
    public void Write()
    {
        foreach (var (group, free) in _free.Index())
        {
            var summary = _disk.ReadSector(group, Sector);
            WriteTree(group, Number(summary, 16), free.OrderBy(extent => extent.Start));
            WriteTree(group, Number(summary, 20), free.OrderBy(extent => extent.Length).ThenBy(extent => extent.Start));
            BinaryPrimitives.WriteUInt32BigEndian(summary.AsSpan(52), (uint)free.Sum(extent => extent.Length));
            BinaryPrimitives.WriteUInt32BigEndian(summary.AsSpan(56), (uint)free.Max(extent => extent.Length));
            _disk.WriteSector(group, Sector, summary, Checksum);
        }
    }

    private static uint Number(byte[] bytes, int place) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(place));

    private long Available(List<XfsExtent> free) => free.Sum(extent => extent.Length) - _reserve[Array.IndexOf(_free, free)];

    private List<XfsExtent> Read(int group)
    {
        var summary = _disk.ReadSector(group, Sector);
        if (Number(summary, 28) != 1)
            throw new InvalidDataException("a fresh filesystem has a deep btree of free space");
        var tree = _disk.Read(group, Number(summary, 16));
        return [.. Enumerable.Range(0, BinaryPrimitives.ReadUInt16BigEndian(tree.AsSpan(6)))
            .Select(index => new XfsExtent(group, Number(tree, Records + 8 * index), Number(tree, Records + 8 * index + 4)))];
    }

    private XfsExtent Cut(XfsExtent from, long start, long length)
    {
        var free = _free[from.Group];
        var place = free.IndexOf(from);
        free.RemoveAt(place);
        if (start + length < from.Start + from.Length)
            free.Insert(place, new(from.Group, start + length, from.Start + from.Length - start - length));
        if (start > from.Start)
            free.Insert(place, new(from.Group, from.Start, start - from.Start));
        Taken += length;
        return new(from.Group, start, length);
    }

    private void WriteTree(int group, long block, IEnumerable<XfsExtent> extents)
    {
        var tree = _disk.Read(group, block);
        tree.AsSpan(Records).Clear();
        var place = Records;
        foreach (var extent in extents)
        {
            BinaryPrimitives.WriteUInt32BigEndian(tree.AsSpan(place), (uint)extent.Start);
            BinaryPrimitives.WriteUInt32BigEndian(tree.AsSpan(place + 4), (uint)extent.Length);
            place += 8;
        }

        BinaryPrimitives.WriteUInt16BigEndian(tree.AsSpan(6), (ushort)((place - Records) / 8));
        _disk.Write(group, block, tree, XfsHeader.Tree, group);
    }
}
