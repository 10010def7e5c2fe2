using System.Buffers.Binary;

namespace BootstrapVz.Common.Inspection.Ext;

/// <summary>Which blocks a file has, and which blocks it takes to say so.</summary>
/// <remarks>Source: Documentation/filesystems/ext4/ifork.rst of the kernel.</remarks>
internal sealed class ExtMap
{
    private const ushort ExtentMagic = 0xf30a;
    private const int LongestExtent = 32768; // a length above it marks blocks that were never written
    private const int DirectBlocks = 12;

    private readonly ExtStructure _ext;
    private readonly List<Extent> _extents = [];
    private readonly List<long> _mapBlocks = [];

    private ExtMap(ExtStructure ext) => _ext = ext;

    /// <summary>The pieces of the content, in order.</summary>
    public IReadOnlyList<Extent> Extents => _extents;

    /// <summary>Blocks that hold the map itself.</summary>
    public IReadOnlyList<long> MapBlocks => _mapBlocks;

    public static ExtMap Of(ExtStructure ext, ExtInode inode)
    {
        var map = new ExtMap(ext);
        if (inode.HasExtents)
            map.AddExtents(inode.Map);
        else
            map.AddPointers(inode.Map);
        return map;
    }

    private void AddExtents(ReadOnlySpan<byte> node)
    {
        if (Short(node, 0) != ExtentMagic)
            throw new InvalidDataException("an extent tree is damaged");
        var count = Short(node, 2);
        var isLeaf = Short(node, 6) == 0;
        for (var index = 1; index <= count; index++)
        {
            var entry = node.Slice(index * 12, 12);
            if (isLeaf)
            {
                var length = Short(entry, 4);
                if (length <= LongestExtent)
                    Add(Number(entry, 0), Number(entry, 8) | (long)Short(entry, 6) << 32, length);
            }
            else
            {
                var child = Number(entry, 4) | (long)Short(entry, 8) << 32;
                _mapBlocks.Add(child);
                AddExtents(_ext.ReadAt(child * _ext.BlockSize, _ext.BlockSize));
            }
        }
    }

    private void AddPointers(ReadOnlySpan<byte> map)
    {
        for (var index = 0; index < DirectBlocks; index++)
            AddBlock(index, Number(map, index * 4));
        var (perBlock, first, span) = (_ext.BlockSize / 4, (long)DirectBlocks, 1L);
        for (var depth = 1; depth <= 3; depth++)
        {
            span *= perBlock;
            AddIndirect(first, Number(map, (DirectBlocks + depth - 1) * 4), span);
            first += span;
        }
    }

    // A block of pointers, together good for so many blocks of the file.
    private void AddIndirect(long first, long block, long span)
    {
        if (block == 0)
            return;
        _mapBlocks.Add(block);
        var pointers = _ext.ReadAt(block * _ext.BlockSize, _ext.BlockSize);
        var each = span / (_ext.BlockSize / 4);
        for (var index = 0; index < _ext.BlockSize / 4; index++)
        {
            var target = Number(pointers, index * 4);
            if (each == 1)
                AddBlock(first + index, target);
            else
                AddIndirect(first + index * each, target, each);
        }
    }

    private void AddBlock(long position, long block)
    {
        if (block != 0)
            Add(position, block, 1);
    }

    private void Add(long position, long block, long count)
    {
        var next = new Extent(position * _ext.BlockSize, block * _ext.BlockSize, count * _ext.BlockSize);
        if (_extents is [.., var last] && last.Position + last.Length == next.Position && last.Place + last.Length == next.Place)
            _extents[^1] = last with { Length = last.Length + next.Length };
        else
            _extents.Add(next);
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);

    private static ushort Short(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..]);
}
