namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>A tree that is made at once from all its items, every node as full as it can be.</summary>
internal sealed class BtrfsTree(ulong owner)
{
    public const int NodeSize = 16384;

    /// <summary>Room in a leaf for items, each of which takes <see cref="ItemHeader"/> bytes besides its data.</summary>
    public const int LeafRoom = NodeSize - Header;

    public const int ItemHeader = BtrfsKey.Size + 8;
    private const int Header = 101;
    private const int Pointer = BtrfsKey.Size + 16;
    private const int PointersInNode = (NodeSize - Header) / Pointer;
    private readonly List<(BtrfsKey Key, byte[] Data)> _items = [];
    private readonly List<int> _leaves = []; // the first item of each

    public ulong Owner => owner;

    /// <summary>How many nodes each level has, the leaves first.</summary>
    public IReadOnlyList<int> Levels
    {
        get
        {
            if (_leaves.Count == 0)
                Divide();
            var levels = new List<int> { _leaves.Count };
            while (levels[^1] > 1)
                levels.Add((levels[^1] + PointersInNode - 1) / PointersInNode);
            return levels;
        }
    }

    /// <summary>The address of the first node.</summary>
    public long Start { get; private set; }

    public int NodeCount => Levels.Sum();

    /// <summary>The address of the node at the top; nodes lie one behind the other, the top one last.</summary>
    public long Top => Start + (NodeCount - 1L) * NodeSize;

    public int TopLevel => Levels.Count - 1;

    public void Add(ulong @object, BtrfsType type, ulong offset, byte[] data) => _items.Add((new(@object, type, offset), data));

    /// <summary>Gives the nodes their addresses.</summary>
    /// <returns>The address behind them.</returns>
    public long Place(long start)
    {
        Start = start;
        return start + (long)NodeCount * NodeSize;
    }

    public void Write(BtrfsDisk disk, BtrfsChunk chunk)
    {
        var address = Start;
        var children = new List<(BtrfsKey Key, long Address)>();
        for (var leaf = 0; leaf < _leaves.Count; leaf++, address += NodeSize)
        {
            children.Add((_leaves[leaf] < _items.Count ? _items[_leaves[leaf]].Key : default, address));
            disk.WriteNode(chunk, address, Leaf(_leaves[leaf], leaf + 1 < _leaves.Count ? _leaves[leaf + 1] : _items.Count), owner, level: 0);
        }

        for (var level = 1; children.Count > 1; level++)
        {
            var parents = new List<(BtrfsKey Key, long Address)>();
            foreach (var some in children.Chunk(PointersInNode))
            {
                var node = new LittleEndianRecord(Header + some.Length * Pointer).Zeros(96).Int((uint)some.Length).Byte(0);
                foreach (var (key, child) in some)
                    node.Key(key).Long(child).Long(BtrfsDisk.Generation);
                parents.Add((some[0].Key, address));
                disk.WriteNode(chunk, address, Padded(node.Whole), owner, level);
                address += NodeSize;
            }

            children = parents;
        }
    }

    private void Divide()
    {
        _items.Sort((left, right) => BtrfsKey.Compare(left.Key, right.Key));
        _leaves.Add(0);
        var room = LeafRoom;
        foreach (var (index, (_, data)) in _items.Index())
        {
            var size = ItemHeader + data.Length;
            if (size > room)
            {
                _leaves.Add(index);
                room = LeafRoom;
            }

            room -= size;
        }
    }

    // Headers of items go up from the start, their data down from the end.
    private byte[] Leaf(int first, int end)
    {
        var headers = new LittleEndianRecord(Header + (end - first) * ItemHeader).Zeros(96).Int((uint)(end - first)).Byte(0);
        var leaf = new byte[NodeSize];
        var place = LeafRoom;
        foreach (var (key, data) in _items.Take(first..end))
        {
            place -= data.Length;
            data.CopyTo(leaf, Header + place);
            headers.Key(key).Int((uint)place).Int((uint)data.Length);
        }

        headers.Whole.CopyTo(leaf, 0);
        return leaf;
    }

    private static byte[] Padded(byte[] start)
    {
        Array.Resize(ref start, NodeSize);
        return start;
    }
}
