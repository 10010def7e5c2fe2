using System.Buffers.Binary;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>Hands out inodes, chunk by chunk, and writes the btrees that know them.</summary>
internal sealed class XfsInodes
{
    public const int ChunkSize = 64;

    private const int Sector = 2; // AGI
    private const int Checksum = 312;
    private const int Records = 56; // behind the header of a btree's block
    private const int RecordSize = 16;
    private const int Unlinked = -1;
    private readonly XfsDisk _disk;
    private readonly XfsSpace _space;
    private readonly List<(int Group, long Block, int Used)> _chunks = [];
    private readonly IEnumerator<long> _free;

    /// <summary>Makes room for a number of inodes besides the root directory's.</summary>
    public XfsInodes(XfsDisk disk, XfsSpace space, long count)
    {
        (_disk, _space) = (disk, space);
        var (group, block, index) = disk.PlaceOf(disk.RootInode);
        block -= index / disk.InodesPerBlock;
        // The root directory comes with two inodes for a realtime device that there is none of.
        const int Reserved = 3;
        _chunks.Add((group, block, Reserved));
        var chunkBlocks = ChunkSize / disk.InodesPerBlock;
        for (var room = ChunkSize - Reserved; room < count; room += ChunkSize)
        {
            var chunk = space.TakeAligned(chunkBlocks, Math.Max(disk.InodeAlignment, chunkBlocks));
            _chunks.Add((chunk.Group, chunk.Start, 0));
        }

        _free = Free().GetEnumerator();
    }

    /// <summary>The next free inode.</summary>
    public long Next()
    {
        _free.MoveNext();
        return _free.Current;
    }

    /// <summary>An inode that holds nothing.</summary>
    public static byte[] Empty(XfsDisk disk)
    {
        var inode = new byte[disk.InodeSize];
        "IN"u8.CopyTo(inode);
        inode[4] = 3; // version
        BinaryPrimitives.WriteInt32BigEndian(inode.AsSpan(96), Unlinked);
        return inode;
    }

    /// <summary>Writes the inodes nobody took, the btrees and the summaries.</summary>
    /// <returns>How many inodes there are, and how many of them are free.</returns>
    public (long All, long Free) Write()
    {
        foreach (var (group, block, used) in _chunks)
        {
            for (var index = used; index < ChunkSize; index++)
                _disk.WriteInode(InodeOf(group, block, index), Empty(_disk));
        }

        foreach (var chunks in _chunks.GroupBy(chunk => chunk.Group))
            WriteGroup(chunks.Key, [.. chunks.OrderBy(chunk => chunk.Block)]);
        return (_chunks.Count * (long)ChunkSize, _chunks.Sum(chunk => ChunkSize - chunk.Used));
    }

    private long InodeOf(int group, long block, int index) => _disk.InodeOf(group, block + index / _disk.InodesPerBlock, index % _disk.InodesPerBlock);

    private IEnumerable<long> Free()
    {
        for (var chunk = 0; chunk < _chunks.Count; chunk++)
        {
            while (_chunks[chunk] is var (group, block, used) && used < ChunkSize)
            {
                _chunks[chunk] = (group, block, used + 1);
                yield return InodeOf(group, block, used);
            }
        }

        throw new InvalidOperationException("more inodes were taken than were asked for");
    }

    private void WriteGroup(int group, IReadOnlyList<(int Group, long Block, int Used)> chunks)
    {
        var summary = _disk.ReadSector(group, Sector);
        var (level, blocks) = WriteTree(group, BinaryPrimitives.ReadUInt32BigEndian(summary.AsSpan(20)), chunks);
        // The second btree knows chunks with free inodes only, of which there is one at most.
        WriteTree(group, BinaryPrimitives.ReadUInt32BigEndian(summary.AsSpan(328)), [.. chunks.Where(chunk => chunk.Used < ChunkSize)]);
        BinaryPrimitives.WriteInt32BigEndian(summary.AsSpan(16), chunks.Count * ChunkSize);
        BinaryPrimitives.WriteInt32BigEndian(summary.AsSpan(24), level);
        BinaryPrimitives.WriteInt32BigEndian(summary.AsSpan(28), chunks.Sum(chunk => ChunkSize - chunk.Used));
        BinaryPrimitives.WriteUInt32BigEndian(summary.AsSpan(32), First(chunks[^1]));
        if (_disk.CountsInodeBlocks)
            BinaryPrimitives.WriteInt32BigEndian(summary.AsSpan(336), blocks);
        _disk.WriteSector(group, Sector, summary, Checksum);
    }

    private uint First((int Group, long Block, int Used) chunk) => (uint)(chunk.Block * _disk.InodesPerBlock);

    private (int Level, int Blocks) WriteTree(int group, long root, IReadOnlyList<(int Group, long Block, int Used)> chunks)
    {
        var most = (_disk.BlockSize - Records) / RecordSize;
        if (chunks.Count <= most)
        {
            WriteLeaf(group, root, root, chunks, -1, -1);
            return (1, 1);
        }

        // As many leaves as are needed, filled evenly, and the root block above them.
        var count = (chunks.Count + most - 1) / most;
        var places = Enumerable.Range(0, count).Select(_ => _space.TakeIn(group)).ToList();
        var node = _disk.Read(group, root);
        node.AsSpan(Records).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(node.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(node.AsSpan(6), (ushort)count);
        var pointers = Records + (_disk.BlockSize - Records) / 8 * 4;
        for (var leaf = 0; leaf < count; leaf++)
        {
            var some = chunks.Skip(leaf * chunks.Count / count).Take((leaf + 1) * chunks.Count / count - leaf * chunks.Count / count).ToList();
            WriteLeaf(group, root, places[leaf], some, leaf == 0 ? -1 : places[leaf - 1], leaf == count - 1 ? -1 : places[leaf + 1]);
            BinaryPrimitives.WriteUInt32BigEndian(node.AsSpan(Records + 4 * leaf), First(some[0]));
            BinaryPrimitives.WriteUInt32BigEndian(node.AsSpan(pointers + 4 * leaf), (uint)places[leaf]);
        }

        _disk.Write(group, root, node, XfsHeader.Tree, group);
        return (2, count + 1);
    }

    private void WriteLeaf(int group, long root, long block, IReadOnlyList<(int Group, long Block, int Used)> chunks, long left, long right)
    {
        var leaf = new byte[_disk.BlockSize];
        _disk.Read(group, root).AsSpan(0, 4).CopyTo(leaf);
        BinaryPrimitives.WriteUInt16BigEndian(leaf.AsSpan(6), (ushort)chunks.Count);
        BinaryPrimitives.WriteInt32BigEndian(leaf.AsSpan(8), (int)left);
        BinaryPrimitives.WriteInt32BigEndian(leaf.AsSpan(12), (int)right);
        foreach (var (index, chunk) in chunks.Index())
        {
            var record = leaf.AsSpan(Records + index * RecordSize);
            BinaryPrimitives.WriteUInt32BigEndian(record, First(chunk));
            record[6] = ChunkSize;
            record[7] = (byte)(ChunkSize - chunk.Used);
            BinaryPrimitives.WriteUInt64BigEndian(record[8..], chunk.Used == ChunkSize ? 0 : ulong.MaxValue << chunk.Used);
        }

        _disk.Write(group, block, leaf, XfsHeader.Tree, group);
    }
}
