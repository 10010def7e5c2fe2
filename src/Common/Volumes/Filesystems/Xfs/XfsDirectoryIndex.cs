using System.Buffers.Binary;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>The index of a directory with several blocks: names by hash, and how much room each block has.</summary>
internal static class XfsDirectoryIndex
{
    private const int Header = 64;
    private const int Entry = 8;
    private const long Leaves = 1L << 35;    // XFS_DIR2_LEAF_OFFSET, in bytes
    private const long FreeRooms = 2L << 35; // XFS_DIR2_FREE_OFFSET
    private const ushort LeafMagic = 0x3df1;  // the only one, with the rooms at its end
    private const ushort LeavesMagic = 0x3dff;
    private const ushort NodeMagic = 0x3ebe;
    private const uint FreeMagic = 0x58444633; // XDF3

    /// <summary>The most names an index of two levels holds, besides those of the directory and its parent.</summary>
    public static int MostNames(int blockSize) => (blockSize - Header) / Entry * ((blockSize - Header) / Entry) - 2;

    /// <summary>Writes hashes and addresses.</summary>
    public static void WriteEntries(Span<byte> place, IEnumerable<(uint Hash, uint Address)> index)
    {
        foreach (var (hash, address) in index)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, hash);
            BinaryPrimitives.WriteUInt32BigEndian(place[4..], address);
            place = place[Entry..];
        }
    }

    /// <summary>The blocks of an index.</summary>
    /// <param name="index">Hashes with addresses, sorted.</param>
    /// <param name="free">The largest unused range of each block of names.</param>
    /// <param name="blockSize">The size of a block.</param>
    public static IEnumerable<XfsDirectoryBlock> Blocks(IReadOnlyList<(uint Hash, uint Address)> index, IReadOnlyList<ushort> free, int blockSize)
    {
        var first = Leaves / blockSize;
        var tail = 2 * free.Count + 4;
        if (Header + index.Count * Entry + tail <= blockSize)
        {
            var leaf = Leaf(LeafMagic, index, blockSize);
            WriteRooms(leaf.AsSpan(blockSize - tail), free);
            BinaryPrimitives.WriteInt32BigEndian(leaf.AsSpan(blockSize - 4), free.Count);
            return [new(first, leaf, XfsHeader.Index)];
        }

        var perLeaf = (blockSize - Header) / Entry;
        var count = (index.Count + perLeaf - 1) / perLeaf;
        var parts = Enumerable.Range(0, count).Select(part => index.Skip(part * index.Count / count).Take((part + 1) * index.Count / count - part * index.Count / count).ToList()).ToList();
        return [.. Tree(parts, first, blockSize), .. Rooms(free, blockSize)];
    }

    private static IEnumerable<XfsDirectoryBlock> Tree(List<List<(uint Hash, uint Address)>> parts, long first, int blockSize)
    {
        if (parts.Count == 1)
        {
            yield return new(first, Leaf(LeavesMagic, parts[0], blockSize), XfsHeader.Index);
            yield break;
        }

        var node = new byte[blockSize];
        BinaryPrimitives.WriteUInt16BigEndian(node.AsSpan(8), NodeMagic);
        BinaryPrimitives.WriteUInt16BigEndian(node.AsSpan(56), (ushort)parts.Count);
        BinaryPrimitives.WriteUInt16BigEndian(node.AsSpan(58), 1); // level
        WriteEntries(node.AsSpan(Header), parts.Select((part, at) => (part[^1].Hash, (uint)(first + 1 + at))));
        yield return new(first, node, XfsHeader.Index);
        foreach (var (at, part) in parts.Index())
        {
            var leaf = Leaf(LeavesMagic, part, blockSize);
            BinaryPrimitives.WriteUInt32BigEndian(leaf, at == parts.Count - 1 ? 0 : (uint)(first + 2 + at));
            BinaryPrimitives.WriteUInt32BigEndian(leaf.AsSpan(4), at == 0 ? 0 : (uint)(first + at));
            yield return new(first + 1 + at, leaf, XfsHeader.Index);
        }
    }

    private static byte[] Leaf(ushort magic, IReadOnlyList<(uint Hash, uint Address)> index, int blockSize)
    {
        var leaf = new byte[blockSize];
        BinaryPrimitives.WriteUInt16BigEndian(leaf.AsSpan(8), magic);
        BinaryPrimitives.WriteUInt16BigEndian(leaf.AsSpan(56), (ushort)index.Count);
        WriteEntries(leaf.AsSpan(Header), index);
        return leaf;
    }

    private static IEnumerable<XfsDirectoryBlock> Rooms(IReadOnlyList<ushort> free, int blockSize)
    {
        var perBlock = (blockSize - Header) / 2;
        foreach (var (at, some) in free.Chunk(perBlock).Index())
        {
            var block = new byte[blockSize];
            BinaryPrimitives.WriteUInt32BigEndian(block, FreeMagic);
            BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(48), at * perBlock);
            BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(52), some.Length);
            BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(56), some.Length);
            WriteRooms(block.AsSpan(Header), some);
            yield return new(FreeRooms / blockSize + at, block, XfsHeader.Directory);
        }
    }

    private static void WriteRooms(Span<byte> place, IEnumerable<ushort> free)
    {
        foreach (var room in free)
        {
            BinaryPrimitives.WriteUInt16BigEndian(place, room);
            place = place[2..];
        }
    }
}
