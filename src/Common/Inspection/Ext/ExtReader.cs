using System.Buffers.Binary;
using System.Globalization;

namespace BootstrapVz.Common.Inspection.Ext;

/// <summary>Reads ext2, ext3 and ext4.</summary>
/// <remarks>Source: Documentation/filesystems/ext4 of the kernel: inodes.rst, directory.rst.</remarks>
internal sealed class ExtReader : IFilesystem
{
    private const uint RootInode = 2;

    // filetype, recover, extents, 64bit, mmp, flex_bg, ea_inode, csum_seed, largedir, casefold; any other changes how files are read.
    private const uint Understood = 0x2 | 0x4 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x2000 | 0x4000 | 0x20000;

    private readonly ExtStructure _ext;
    private readonly Dictionary<int, byte[]> _tables = [];
    private readonly Lazy<Dictionary<string, FileEntry>> _files;
    private readonly Lazy<ExtPlaces> _places;

    private ExtReader(ExtStructure ext)
    {
        _ext = ext;
        _files = new(ReadAll);
        _places = new(() => new(_ext, Inode, Files));
    }

    /// <inheritdoc/>
    public string Type => (_ext.Incompatible & 0x40) != 0 ? "ext4" : (_ext.Compatible & 0x4) != 0 ? "ext3" : "ext2";

    /// <inheritdoc/>
    public string? Uuid => _ext.Uuid;

    /// <inheritdoc/>
    public string? Label => _ext.Label;

    /// <inheritdoc/>
    public FilesystemSpace Space => new((_ext.BlockCount - _ext.FreeBlocks) * _ext.BlockSize, _ext.FreeBlocks * _ext.BlockSize);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, FileEntry> Files => _files.Value;

    /// <summary>Null when it is no ext filesystem, or one with features that are not understood here.</summary>
    public static ExtReader? Open(ByteSource bytes) =>
        ExtStructure.Open(bytes) is { } ext && (ext.Incompatible & ~Understood) == 0 ? new(ext) : null;

    /// <inheritdoc/>
    public string Describe(long place) => _places.Value.Describe(place);

    private ExtInode Inode(uint number)
    {
        var (group, index) = ((int)(number - 1) / _ext.InodesPerGroup, (int)(number - 1) % _ext.InodesPerGroup);
        var start = _ext.Group(group).InodeTable * _ext.BlockSize;
        if (!_tables.TryGetValue(group, out var table))
            _tables[group] = table = _ext.ReadAt(start, _ext.InodesPerGroup * _ext.InodeSize);
        return new(number, start + index * _ext.InodeSize, table.AsSpan(index * _ext.InodeSize, _ext.InodeSize).ToArray());
    }

    private Dictionary<string, FileEntry> ReadAll()
    {
        var files = new Dictionary<string, FileEntry>();
        var pending = new Stack<(string Path, uint Inode)>([("/", RootInode)]);
        var seen = new HashSet<uint>();
        while (pending.TryPop(out var next))
        {
            var inode = Inode(next.Inode);
            var map = inode.Type is ExtInode.Folder or ExtInode.Regular || inode.Type == ExtInode.Link && !IsShortLink(inode) ? ExtMap.Of(_ext, inode) : null;
            var content = map is null ? null : new FileBytes(_ext.Bytes, map.Extents, inode.Size);
            files[next.Path] = Entry(inode, content);
            if (inode.Type != ExtInode.Folder || !seen.Add(inode.Number))
                continue;
            var names = content!.Take(0, content.Length);
            foreach (var (name, child) in Names(names))
                pending.Push((next.Path.TrimEnd('/') + "/" + name, child));
        }

        return files;
    }

    private FileEntry Entry(ExtInode inode, FileBytes? content)
    {
        var properties = new Dictionary<string, string>
        {
            ["mode"] = "0" + Convert.ToString(inode.Mode, 8),
            ["owner"] = $"{inode.User}:{inode.Group}",
            ["time"] = TimeText.Of(inode.Written.Seconds, inode.Written.Nanoseconds),
        };
        if (inode.Type == ExtInode.Link)
            properties["target"] = PathText.Of(content?.Take(0, content.Length) ?? inode.Map[..(int)inode.Size]);
        if (inode.Type is 0x2000 or 0x6000)
            properties["device"] = (inode.Type == 0x2000 ? "character " : "block ") + Device(inode);
        if (inode.Type != ExtInode.Folder && inode.Links > 1)
            properties["hard links"] = inode.Links.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in ExtAttributes.Of(_ext, inode))
            properties["attribute " + name] = Convert.ToHexStringLower(value);
        var isFile = inode.Type == ExtInode.Regular;
        return new(Kind(inode.Type), isFile ? inode.Size : 0, properties, isFile ? content : null, inode.Number);
    }

    // A target of up to 59 bytes stands in place of the block map: Documentation/filesystems/ext4/link.rst.
    private static bool IsShortLink(ExtInode inode) => inode.Size < 60;

    private static string Kind(int type) => type switch
    {
        ExtInode.Folder => "directory",
        ExtInode.Regular => "file",
        ExtInode.Link => "link",
        0x1000 => "pipe",
        0xc000 => "socket",
        _ => "device",
    };

    // The old form in the first word, else the new one in the second: init_special_inode of fs/ext4.
    private static string Device(ExtInode inode)
    {
        var (old, current) = (inode.Number32(0x28), inode.Number32(0x2c));
        return old != 0 ? $"{old >> 8}:{old & 0xff}" : $"{(current & 0xfff00) >> 8}:{(current & 0xff) | (current >> 12 & 0xfff00)}";
    }

    // A directory with an index looks like one without to whoever reads it from start to end.
    private static IEnumerable<(string Name, uint Inode)> Names(byte[] folder)
    {
        for (var place = 0; place + 8 <= folder.Length;)
        {
            var inode = BinaryPrimitives.ReadUInt32LittleEndian(folder.AsSpan(place));
            var length = BinaryPrimitives.ReadUInt16LittleEndian(folder.AsSpan(place + 4));
            if (length < 8)
                throw new InvalidDataException("a directory is damaged");
            var name = PathText.Of(folder.AsSpan(place + 8, folder[place + 6]));
            if (inode != 0 && name is not ("." or ".."))
                yield return (name, inode);
            place += length;
        }
    }
}
