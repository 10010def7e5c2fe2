using System.Buffers.Binary;
using System.Text;

namespace BootstrapVz.Common.Inspection;

/// <summary>The names of a btrfs filesystem's subvolumes. Its files are not read.</summary>
/// <remarks>Source: Btrfs documentation, "On-disk Format"; include/uapi/linux/btrfs_tree.h of the kernel.</remarks>
internal sealed class BtrfsReader
{
    private const long Super = 0x10000;
    private const int Header = 101;
    private const int KeySize = 17;
    private const int ItemHeader = KeySize + 8;
    private const int Pointer = KeySize + 16;
    private const int DeepestTree = 8;
    private const ulong TopLevel = 5;
    private const ulong RootDirectory = 256;

    // Types of items.
    private const byte InodeName = 12;
    private const byte Root = 132;
    private const byte Child = 156;
    private const byte Chunk = 228;

    private readonly ByteSource _bytes;
    private readonly int _nodeSize;
    private readonly List<(long Start, long Length, long Place)> _chunks = [];
    private readonly List<(ulong Object, byte Type, ulong Offset, byte[] Data)> _roots;

    private BtrfsReader(ByteSource bytes)
    {
        _bytes = bytes;
        var super = bytes.Take(Super, 4096);
        _nodeSize = (int)Math.Min(Number(super, 0x94), 65536);
        var array = super.AsSpan(0x32b, (int)Math.Min(Number(super, 0xa0), 2048)).ToArray();
        for (var place = 0; place + KeySize + 80 <= array.Length; place += KeySize + 48 + 32 * BinaryPrimitives.ReadUInt16LittleEndian(array.AsSpan(place + KeySize + 44)))
            AddChunk(Long(array, place + 9), array.AsSpan(place + KeySize));
        foreach (var (_, _, offset, data) in Items(Long(super, 0x58), 0, 256).Where(item => item.Type == Chunk).ToList())
            AddChunk(offset, data);
        _roots = [.. Items(Long(super, 0x50), 0, ulong.MaxValue)];
    }

    /// <summary>Paths of subvolumes in the filesystem, sorted; none when the trees cannot be read.</summary>
    public static IReadOnlyList<string> Subvolumes(ByteSource bytes)
    {
        try
        {
            var reader = new BtrfsReader(bytes);
            return [.. reader.Paths(TopLevel, "", 0).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (ImageUnreadableException.IsDamage(error))
        {
            return [];
        }
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);

    private static ulong Long(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[place..]);

    private static string Text(ReadOnlySpan<byte> bytes, int length) => Encoding.UTF8.GetString(bytes.Slice(length + 2, BinaryPrimitives.ReadUInt16LittleEndian(bytes[length..])));

    private void AddChunk(ulong start, ReadOnlySpan<byte> chunk) => _chunks.Add(((long)start, (long)Long(chunk, 0), (long)Long(chunk, 56)));

    private IEnumerable<string> Paths(ulong parent, string prefix, int depth)
    {
        if (depth > 100)
            throw new InvalidDataException("subvolumes lie in each other");
        foreach (var (_, _, child, place) in _roots.Where(item => item.Object == parent && item.Type == Child))
        {
            var path = prefix + Directory(parent, Long(place, 0)) + Text(place, 16);
            yield return path;
            foreach (var below in Paths(child, path + "/", depth + 1))
                yield return below;
        }
    }

    // The path of a directory in its subvolume, with a slash at the end.
    private string Directory(ulong subvolume, ulong directory)
    {
        var top = Long(_roots.Find(item => item.Object == subvolume && item.Type == Root).Data, 176);
        var path = "";
        for (var depth = 0; directory != RootDirectory; depth++)
        {
            var (_, _, parent, name) = Items(top, directory, directory).FirstOrDefault(item => item.Type == InodeName);
            path = Text(name, 8) + "/" + path;
            directory = depth < 100 ? parent : throw new InvalidDataException("directories lie in each other");
        }

        return path;
    }

    // Items of some objects in a tree.
    private IEnumerable<(ulong Object, byte Type, ulong Offset, byte[] Data)> Items(ulong address, ulong first, ulong last, int depth = 0)
    {
        var node = Node((long)address);
        var count = (int)Number(node, 96);
        if (depth > DeepestTree)
            throw new InvalidDataException("a tree is too deep");
        for (var index = 0; index < count; index++)
        {
            if (node[100] == 0)
            {
                var item = node.AsSpan(Header + index * ItemHeader);
                var key = Long(item, 0);
                if (key >= first && key <= last)
                    yield return (key, item[8], Long(item, 9), node.AsSpan(Header + (int)Number(item, 17), (int)Number(item, 21)).ToArray());
                continue;
            }

            var pointer = Header + index * Pointer;
            var isBefore = index + 1 < count && Long(node, pointer + Pointer) < first;
            if (isBefore || Long(node, pointer) > last)
                continue;
            foreach (var item in Items(Long(node, pointer + KeySize), first, last, depth + 1))
                yield return item;
        }
    }

    private byte[] Node(long address)
    {
        var (start, _, place) = _chunks.Find(chunk => address >= chunk.Start && address < chunk.Start + chunk.Length);
        var node = place > 0 ? _bytes.Take(place + address - start, _nodeSize) : [];
        return node.Length > Header ? node : throw new InvalidDataException("a tree lies outside of the filesystem");
    }
}
