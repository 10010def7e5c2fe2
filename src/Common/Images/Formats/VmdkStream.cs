using System.Globalization;
using System.IO.Compression;
using System.Text;
using BootstrapVz.Common.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Images.Formats;

/// <summary>
/// Writes stream-optimised VMDKs: pieces of the disk, each compressed by itself, with tables behind them that tell where they are. Pieces of
/// zeros are left out. qemu-img(1) compresses them one after the other.
/// </summary>
/// <remarks>Source: VMware, Virtual Disk Format 5.0, "Hosted Sparse Extents" and "Stream-Optimized Compressed Sparse Extents".</remarks>
internal sealed class VmdkStream
{
    private const int Sector = 512;
    private const int Grain = 65536;
    private const int DescriptorSectors = 20;
    private const int OverheadSectors = 128; // header and descriptor, up to the first grain
    private const int GrainsInTable = 512;
    private const int GrainsAtOnce = 128;
    private const long DirectoryAtEnd = -1;

    // The kinds of markers.
    private const uint EndOfStream = 0;
    private const uint Table = 1;
    private const uint Directory = 2;
    private const uint Footer = 3;

    private readonly SafeFileHandle _raw;
    private readonly SafeFileHandle _target;
    private readonly long _length;
    private readonly uint[] _table = new uint[GrainsInTable];
    private readonly uint[] _directory;
    private long _place;

    private VmdkStream(SafeFileHandle raw, SafeFileHandle target)
    {
        (_raw, _target, _length) = (raw, target, RandomAccess.GetLength(raw));
        _directory = new uint[(_length + (long)Grain * GrainsInTable - 1) / ((long)Grain * GrainsInTable)];
    }

    /// <summary>Writes one.</summary>
    /// <param name="raw">The disk.</param>
    /// <param name="target">The file, which is empty.</param>
    /// <param name="identity">What is not in the disk.</param>
    /// <param name="jobs">How many pieces are compressed at the same time.</param>
    /// <param name="ct">Stops it.</param>
    public static void Write(SafeFileHandle raw, SafeFileHandle target, ImageIdentity identity, int jobs, CancellationToken ct) =>
        new VmdkStream(raw, target).Write(identity, jobs, ct);

    private void Write(ImageIdentity identity, int jobs, CancellationToken ct)
    {
        RandomAccess.Write(_target, Header(DirectoryAtEnd), 0);
        RandomAccess.Write(_target, Encoding.UTF8.GetBytes(Descriptor(identity)), Sector);
        _place = OverheadSectors * Sector;
        var table = -1L;
        foreach (var numbers in Grains().Chunk(GrainsAtOnce))
        {
            var packed = new byte[numbers.Length][];
            Parallel.For(0, numbers.Length, new() { MaxDegreeOfParallelism = jobs, CancellationToken = ct }, index => packed[index] = Pack(numbers[index]));
            foreach (var (number, bytes) in numbers.Zip(packed).Where(pair => pair.Second.Length > 0))
            {
                if (number / GrainsInTable != table)
                    EndTable(table);
                table = number / GrainsInTable;
                _table[number % GrainsInTable] = SectorNow;
                Append(new LittleEndianRecord(12 + bytes.Length).Long(number * (Grain / Sector)).Int((uint)bytes.Length).Bytes(bytes).Whole);
            }
        }

        EndTable(table);
        AppendTables(Directory, _directory, out var directory);
        AppendMarker(Footer, 1);
        Append(Header(directory));
        AppendMarker(EndOfStream, 0);
        RandomAccess.SetLength(_target, _place);
    }

    private uint SectorNow => (uint)(_place / Sector);

    // Numbers of pieces that are not all hole.
    private IEnumerable<long> Grains()
    {
        var next = 0L;
        foreach (var (start, end) in SparseCopy.DataRanges(_raw, _length))
        {
            for (next = Math.Max(next, start / Grain); next * Grain < end; next++)
                yield return next;
        }
    }

    private byte[] Pack(long number)
    {
        var grain = new byte[Grain]; // the last one is filled up with zeros
        FullRead.Fill(_raw, grain.AsSpan(0, (int)Math.Min(Grain, _length - number * Grain)), number * Grain);
        if (!grain.AsSpan().ContainsAnyExcept((byte)0))
            return [];
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(grain);
        return packed.ToArray();
    }

    private void EndTable(long number)
    {
        if (number < 0)
            return;
        AppendTables(Table, _table, out var sector);
        _directory[number] = (uint)sector;
        Array.Clear(_table);
    }

    private void AppendTables(uint kind, uint[] entries, out long sector)
    {
        var record = new LittleEndianRecord(entries.Length * sizeof(uint));
        foreach (var entry in entries)
            record.Int(entry);
        AppendMarker(kind, (record.Whole.Length + Sector - 1) / Sector);
        sector = SectorNow;
        Append(record.Whole);
    }

    private void AppendMarker(uint kind, long sectors) => Append(new LittleEndianRecord(16).Long(sectors).Int(0).Int(kind).Whole);

    private void Append(byte[] bytes)
    {
        RandomAccess.Write(_target, bytes, _place);
        _place += (bytes.Length + Sector - 1) / Sector * Sector;
    }

    private byte[] Header(long directory) => new LittleEndianRecord(Sector)
        .Bytes("KDMV"u8).Int(3).Int(0x30001 /* ends of lines can be tested, grains are compressed, there are markers */)
        .Long(_length / Sector).Long(Grain / Sector).Long(1).Long(DescriptorSectors).Int(GrainsInTable).Long(0).Long(directory).Long(OverheadSectors)
        .Byte(0).Bytes("\n \r\n"u8).Short(1 /* deflate */).Zeros(433).Whole;

    private string Descriptor(ImageIdentity identity)
    {
        const int Heads = 16, SectorsOfTrack = 63;
        var sectors = _length / Sector;
        var descriptor = string.Create(CultureInfo.InvariantCulture, $"""
            # Disk DescriptorFile
            version=1
            CID=0
            parentCID=ffffffff
            createType="streamOptimized"

            # Extent description
            RW {sectors} SPARSE ""

            # The Disk Data Base
            #DDB

            ddb.virtualHWVersion = "4"
            ddb.geometry.cylinders = "{sectors / (Heads * SectorsOfTrack)}"
            ddb.geometry.heads = "{Heads}"
            ddb.geometry.sectors = "{SectorsOfTrack}"
            ddb.adapterType = "ide"
            ddb.toolsVersion = "2147483647"

            """);
        return VmdkDescriptor.Rewrite(descriptor, identity);
    }
}
