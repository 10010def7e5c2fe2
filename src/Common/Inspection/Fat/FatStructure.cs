using System.Buffers.Binary;
using System.Text;

namespace BootstrapVz.Common.Inspection.Fat;

/// <summary>Where a FAT filesystem has what, from its first sector, and which clusters belong together.</summary>
/// <remarks>Source: Microsoft Extensible Firmware Initiative FAT32 File System Specification 1.03, sections 3 to 4.</remarks>
internal sealed class FatStructure
{
    private const int FirstCluster = 2;

    private readonly byte[] _boot;
    private readonly byte[] _table;
    private readonly long _fatStart;
    private readonly long _rootStart;
    private readonly long _dataStart;
    private readonly int _bits;

    private FatStructure(ByteSource bytes, byte[] boot)
    {
        (Bytes, _boot) = (bytes, boot);
        var sector = Short(11);
        ClusterSize = sector * boot[13];
        var fatSectors = Short(22) != 0 ? Short(22) : (long)Number(36);
        var sectors = Short(19) != 0 ? Short(19) : (long)Number(32);
        _fatStart = (long)Short(14) * sector;
        _rootStart = _fatStart + boot[16] * fatSectors * sector;
        _dataStart = _rootStart + ((long)Short(17) * 32 + sector - 1) / sector * sector;
        ClusterCount = (sectors * sector - _dataStart) / ClusterSize;
        _bits = ClusterCount < 4085 ? 12 : ClusterCount < 65525 ? 16 : 32;
        _table = bytes.Take(_fatStart, fatSectors * sector);
    }

    public ByteSource Bytes { get; }

    public int ClusterSize { get; }

    public long ClusterCount { get; }

    public uint Serial => Number(_bits == 32 ? 67 : 39);

    /// <summary>The volume's name; null when it has none.</summary>
    public string? Label => Encoding.Latin1.GetString(_boot, _bits == 32 ? 71 : 43, 11).TrimEnd() is { Length: > 0 } label and not "NO NAME" ? label : null;

    /// <summary>Clusters that belong to no file.</summary>
    public long FreeClusters => Enumerable.Range(FirstCluster, (int)ClusterCount).Count(cluster => Next((uint)cluster) == 0);

    /// <summary>The root directory's first cluster; 0 on FAT12 and FAT16, where it has a place of its own.</summary>
    public uint RootCluster => _bits == 32 ? Number(44) : 0;

    /// <summary>Null when the first sector is not one of FAT.</summary>
    public static FatStructure? Open(ByteSource bytes)
    {
        var boot = bytes.Take(0, 512);
        if (boot.Length < 512 || boot[510] != 0x55 || boot[511] != 0xaa || !(IsNamed(boot, 54) || IsNamed(boot, 82)))
            return null;
        var (sector, perCluster, copies) = (BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(11)), boot[13], boot[16]);
        return sector is 512 or 1024 or 2048 or 4096 && perCluster != 0 && copies != 0 ? new(bytes, boot) : null;
    }

    /// <summary>The root directory's entries.</summary>
    public byte[] ReadRoot() => RootCluster == 0 ? Bytes.Take(_rootStart, _dataStart - _rootStart) : ReadChain(RootCluster);

    /// <summary>Everything in a chain of clusters.</summary>
    public byte[] ReadChain(uint first)
    {
        var chain = Chain(first);
        var length = chain.Sum(e => e.Length);
        return new FileBytes(Bytes, chain, length).Take(0, length);
    }

    /// <summary>The places of a chain of clusters.</summary>
    public IReadOnlyList<Extent> Chain(uint first)
    {
        var extents = new List<Extent>();
        var position = 0L;
        for (var cluster = first; cluster >= FirstCluster && cluster < ClusterCount + FirstCluster; cluster = Next(cluster))
        {
            if (position > ClusterCount * ClusterSize)
                throw new InvalidDataException("a chain of clusters leads round in a circle");
            var place = _dataStart + (cluster - FirstCluster) * (long)ClusterSize;
            if (extents is [.., var last] && last.Place + last.Length == place)
                extents[^1] = last with { Length = last.Length + ClusterSize };
            else
                extents.Add(new(position, place, ClusterSize));
            position += ClusterSize;
        }

        return extents;
    }

    /// <summary>What lies before the clusters; null for a place among them.</summary>
    public string? AreaOf(long place) =>
        place < 512 ? "boot sector"
        : place < _fatStart ? "reserved sectors"
        : place < _rootStart ? "file allocation table"
        : place < _dataStart ? "entries of directory /"
        : null;

    private static bool IsNamed(byte[] boot, int place) => boot.AsSpan(place, 3).SequenceEqual("FAT"u8);

    private uint Next(uint cluster) => _bits switch
    {
        12 => (uint)(BinaryPrimitives.ReadUInt16LittleEndian(_table.AsSpan((int)(cluster + cluster / 2))) >> (int)(cluster % 2 * 4) & 0xfff),
        16 => BinaryPrimitives.ReadUInt16LittleEndian(_table.AsSpan((int)cluster * 2)),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(_table.AsSpan((int)cluster * 4)) & 0x0fffffff,
    };

    private int Short(int place) => BinaryPrimitives.ReadUInt16LittleEndian(_boot.AsSpan(place));

    private uint Number(int place) => BinaryPrimitives.ReadUInt32LittleEndian(_boot.AsSpan(place));
}
