using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>A block of a directory.</summary>
/// <param name="At">Its place in the directory, in blocks.</param>
/// <param name="Content">What is in it, but for its place on the disk.</param>
/// <param name="Header">Where that goes.</param>
internal sealed record XfsDirectoryBlock(long At, byte[] Content, XfsHeader Header);

/// <summary>Writes directories: names in the inode while they fit, else in blocks, with an index by hash.</summary>
internal sealed class XfsDirectory
{
    private const int Header = 64;
    private const int LeafEntry = 8;
    private const int BlockTail = 8;
    private const uint BlockMagic = 0x58444233; // XDB3: one block with its index at the end
    private const uint DataMagic = 0x58444433;  // XDD3
    private readonly int _blockSize;
    private readonly List<(uint Hash, uint Address)> _index = [];
    private readonly List<byte[]> _data = [];
    private int _used;

    private XfsDirectory(int blockSize) => _blockSize = blockSize;

    /// <summary>Names as they stand in an inode; null when they do not fit.</summary>
    public static byte[]? Short(SourceFile directory, int room)
    {
        var length = 6 + directory.Names.Sum(entry => 3 + entry.Name.Length + 1 + 4);
        if (length > room || directory.Names.Count > byte.MaxValue || directory.Names.Any(entry => entry.File.Inode > uint.MaxValue) || directory.Parent?.Inode > uint.MaxValue)
            return null;
        var bytes = new byte[length];
        bytes[0] = (byte)directory.Names.Count;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(2), (uint)(directory.Parent ?? directory).Inode);
        var place = 6;
        var offset = Header + EntrySize(1) + EntrySize(2); // where the entry would be in a block
        foreach (var (name, file) in directory.Names)
        {
            bytes[place] = (byte)name.Length;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(place + 1), (ushort)offset);
            Encoding.Latin1.GetBytes(name, bytes.AsSpan(place + 3));
            bytes[place + 3 + name.Length] = Type(file.Kind);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(place + 4 + name.Length), (uint)file.Inode);
            place += 3 + name.Length + 1 + 4;
            offset += EntrySize(name.Length);
        }

        return bytes;
    }

    /// <summary>Names in blocks.</summary>
    /// <returns>The blocks, and how many of them are names.</returns>
    public static (IReadOnlyList<XfsDirectoryBlock> Blocks, int Data) InBlocks(SourceFile directory, int blockSize)
    {
        var writer = new XfsDirectory(blockSize);
        writer.Add(".", directory);
        writer.Add("..", directory.Parent ?? directory);
        foreach (var (name, file) in directory.Names)
            writer.Add(name, file);
        writer._index.Sort();
        return (writer.Finish(), writer._data.Count);
    }

    /// <summary>The hash that directories and attributes are indexed by: xfs_da_hashname.</summary>
    public static uint Hash(string name) => name.Aggregate(0u, (hash, character) => character ^ BitOperations.RotateLeft(hash, 7));

    private static byte Type(NodeKind kind) => kind switch
    {
        NodeKind.File => 1,
        NodeKind.Directory => 2,
        NodeKind.CharacterDevice => 3,
        NodeKind.BlockDevice => 4,
        NodeKind.Fifo => 5,
        NodeKind.Socket => 6,
        _ => 7,
    };

    private static int EntrySize(int nameLength) => (8 + 1 + nameLength + 1 + 2 + 7) / 8 * 8;

    private void Add(string name, SourceFile file)
    {
        var size = EntrySize(name.Length);
        if (_data.Count == 0 || _used + size > _blockSize)
        {
            if (_data.Count > 0)
                EndData(_blockSize);
            _data.Add(new byte[_blockSize]);
            _used = Header;
        }

        var entry = _data[^1].AsSpan(_used, size);
        BinaryPrimitives.WriteInt64BigEndian(entry, file.Inode);
        entry[8] = (byte)name.Length;
        Encoding.Latin1.GetBytes(name, entry[9..]);
        entry[9 + name.Length] = Type(file.Kind);
        BinaryPrimitives.WriteUInt16BigEndian(entry[(size - 2)..], (ushort)_used);
        _index.Add((Hash(name), (uint)(((_data.Count - 1L) * _blockSize + _used) >> 3)));
        _used += size;
    }

    private List<XfsDirectoryBlock> Finish()
    {
        var indexLength = _index.Count * LeafEntry + BlockTail;
        if (_data.Count == 1 && _used + indexLength <= _blockSize)
        {
            var block = _data[0];
            EndData(_blockSize - indexLength);
            BinaryPrimitives.WriteUInt32BigEndian(block, BlockMagic);
            XfsDirectoryIndex.WriteEntries(block.AsSpan(_blockSize - indexLength), _index);
            BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(_blockSize - BlockTail), _index.Count);
            return [new(0, block, XfsHeader.Directory)];
        }

        EndData(_blockSize);
        foreach (var block in _data)
            BinaryPrimitives.WriteUInt32BigEndian(block, DataMagic);
        var free = _data.Select(block => BinaryPrimitives.ReadUInt16BigEndian(block.AsSpan(50))).ToList();
        return [.. _data.Select((block, at) => new XfsDirectoryBlock(at, block, XfsHeader.Directory)), .. XfsDirectoryIndex.Blocks(_index, free, _blockSize)];
    }

    // What is left of the block is one unused range, which the header names as the largest.
    private void EndData(int end)
    {
        var left = end - _used;
        if (left == 0)
            return;
        var block = _data[^1].AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(block[48..], (ushort)_used);
        BinaryPrimitives.WriteUInt16BigEndian(block[50..], (ushort)left);
        BinaryPrimitives.WriteUInt16BigEndian(block[_used..], 0xffff);
        BinaryPrimitives.WriteUInt16BigEndian(block[(_used + 2)..], (ushort)left);
        BinaryPrimitives.WriteUInt16BigEndian(block[(end - 2)..], (ushort)_used);
    }
}
