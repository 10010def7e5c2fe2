using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace BootstrapVz.Common.Inspection.Fat;

/// <summary>Reads FAT12, FAT16 and FAT32 with long names.</summary>
/// <remarks>Source: Microsoft Extensible Firmware Initiative FAT32 File System Specification 1.03.</remarks>
internal sealed class FatReader : IFilesystem
{
    private const int EntrySize = 32;
    private const byte Folder = 0x10;
    private const byte VolumeLabel = 0x08;
    private const byte LongName = 0x0f;
    private const byte Deleted = 0xe5;

    private readonly FatStructure _fat;
    private readonly Lazy<Dictionary<string, FileEntry>> _files;

    private FatReader(FatStructure fat)
    {
        _fat = fat;
        _files = new(ReadAll);
    }

    /// <inheritdoc/>
    public string Type => "vfat";

    /// <inheritdoc/>
    public string? Uuid => string.Create(CultureInfo.InvariantCulture, $"{_fat.Serial >> 16:X4}-{_fat.Serial & 0xffff:X4}");

    /// <inheritdoc/>
    public string? Label => _fat.Label;

    /// <inheritdoc/>
    public FilesystemSpace Space => new((_fat.ClusterCount - _fat.FreeClusters) * _fat.ClusterSize, _fat.FreeClusters * _fat.ClusterSize);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, FileEntry> Files => _files.Value;

    /// <summary>Null when it is no FAT filesystem.</summary>
    public static FatReader? Open(ByteSource bytes) => FatStructure.Open(bytes) is { } fat ? new(fat) : null;

    /// <inheritdoc/>
    public string Describe(long place)
    {
        if (_fat.AreaOf(place) is { } area)
            return area;
        foreach (var (path, entry) in Files)
        {
            // A directory's blocks are kept as if they were its content; a file's are its content.
            if (ExtentsOf(entry).FirstOrDefault(e => place >= e.Place && place < e.Place + e.Length) is not { } extent)
                continue;
            return entry.Kind == "directory" ? $"entries of directory {path}" : $"byte {extent.Position + place - extent.Place} of {path}";
        }

        return "unused cluster";
    }

    private IReadOnlyList<Extent> ExtentsOf(FileEntry entry) => entry.Inode >= 2 ? _fat.Chain((uint)entry.Inode) : [];

    private Dictionary<string, FileEntry> ReadAll()
    {
        var files = new Dictionary<string, FileEntry> { ["/"] = new("directory", 0, new Dictionary<string, string>(), null, _fat.RootCluster) };
        var pending = new Stack<(string Path, byte[] Entries)>([("", _fat.ReadRoot())]);
        while (pending.TryPop(out var folder))
        {
            foreach (var (name, entry) in Entries(folder.Entries))
            {
                var path = folder.Path + "/" + name;
                var cluster = (uint)(Short(entry, 20) << 16 | Short(entry, 26));
                var isFolder = (entry[11] & Folder) != 0;
                var size = isFolder ? 0 : (long)BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(28));
                var content = isFolder ? null : new FileBytes(_fat.Bytes, cluster < 2 ? [] : _fat.Chain(cluster), size);
                files[path] = new(isFolder ? "directory" : "file", size, Properties(entry), content, cluster);
                if (isFolder && cluster >= 2)
                    pending.Push((path, _fat.ReadChain(cluster)));
            }
        }

        return files;
    }

    private static Dictionary<string, string> Properties(byte[] entry)
    {
        var properties = new Dictionary<string, string> { ["time"] = Time(Short(entry, 24), Short(entry, 22)) };
        (int Bit, string Name)[] attributes = [(1, "read-only"), (2, "hidden"), (4, "system")];
        if (attributes.Where(a => (entry[11] & a.Bit) != 0).Select(a => a.Name).ToList() is { Count: > 0 } set)
            properties["attributes"] = string.Join(", ", set);
        return properties;
    }

    // Local time of nobody knows where; what this program writes is UTC. A field may hold a day that does not exist.
    private static string Time(int date, int time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{1980 + (date >> 9)}-{date >> 5 & 0xf:00}-{date & 0x1f:00} {time >> 11:00}:{time >> 5 & 0x3f:00}:{(time & 0x1f) * 2:00}Z");

    private static IEnumerable<(string Name, byte[] Entry)> Entries(byte[] folder)
    {
        var longName = "";
        for (var place = 0; place + EntrySize <= folder.Length && folder[place] != 0; place += EntrySize)
        {
            var entry = folder.AsSpan(place, EntrySize).ToArray();
            if (entry[0] == Deleted)
            {
                longName = "";
            }
            else if (entry[11] == LongName)
            {
                // The parts come last one first.
                longName = Part(entry) + longName;
            }
            else
            {
                var name = longName.Length > 0 ? longName.Split('\0')[0] : ShortName(entry);
                longName = "";
                if ((entry[11] & VolumeLabel) == 0 && name is not ("." or ".."))
                    yield return (name, entry);
            }
        }
    }

    private static string Part(byte[] entry) =>
        Encoding.Unicode.GetString(entry, 1, 10) + Encoding.Unicode.GetString(entry, 14, 12) + Encoding.Unicode.GetString(entry, 28, 4);

    // Two bits say that name or extension are in lower case: Documentation/filesystems/vfat.rst, shortname=.
    private static string ShortName(byte[] entry)
    {
        var name = Encoding.Latin1.GetString(entry, 0, 8).TrimEnd();
        var extension = Encoding.Latin1.GetString(entry, 8, 3).TrimEnd();
        name = (entry[12] & 0x08) != 0 ? name.ToLowerInvariant() : name;
        extension = (entry[12] & 0x10) != 0 ? extension.ToLowerInvariant() : extension;
        return extension.Length > 0 ? name + "." + extension : name;
    }

    private static int Short(byte[] entry, int place) => BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(place));
}
