using System.Buffers.Binary;
using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>Boot sector and ldlinux.sys of one filesystem, told where they lie and what they start from.</summary>
/// <remarks>Fields: syslinux's libinstaller/syslxint.h and setadv.c, core/diskstart.inc; what goes into them: syslxmod.c and extlinux/main.c.</remarks>
/// <param name="BootSector">The filesystem's first sector.</param>
/// <param name="File">The content of ldlinux.sys.</param>
internal sealed record ExtlinuxLoader(byte[] BootSector, byte[] File)
{
    private const int Sector = PartitionLayout.SectorSize;
    private const uint Magic = 0x3eb202fe;
    private const int DataSectors = 2;  // room for settings, twice, at the end of the file
    private const int LongestPiece = 127; // sectors: the BIOS reads less than 64 KiB at once
    private const int PieceLength = 10;

    // Geometry for a BIOS that cannot count sectors: what such a one makes of any large disk. Others tell their own.
    private const ushort SectorsPerTrack = 63;
    private const ushort Heads = 255;

    /// <summary>What ldlinux.sys holds before it is told anything.</summary>
    public static byte[] Unplaced(ExtlinuxProgram program)
    {
        var settings = new byte[Sector];
        Write(settings, 0, 0x5a2d2fa5);
        Write(settings, 4, 0xa3041767); // the sum of what follows, which is nothing
        Write(settings, Sector - 4, 0xdd28bf64);
        return [.. program.Loader, .. settings, .. settings];
    }

    /// <summary>Tells it.</summary>
    /// <param name="program">Where it comes from.</param>
    /// <param name="sectors">The sectors that ldlinux.sys lies in, one by one, counted from the filesystem's first.</param>
    /// <param name="folder">The folder it lies in, as the filesystem has it.</param>
    /// <param name="start">Where the filesystem begins on the disk.</param>
    /// <param name="length">How long it is.</param>
    /// <exception cref="BuildException">The program is another one than it seemed.</exception>
    public static ExtlinuxLoader Place(ExtlinuxProgram program, IReadOnlyList<long> sectors, string folder, Bytes start, Bytes length)
    {
        var (boot, file) = (program.BootSector.ToArray(), Unplaced(program));
        if (sectors.Count * Sector != file.Length)
            throw new ArgumentException($"{sectors.Count} sectors for {file.Length} bytes", nameof(sectors));
        var loader = file.AsSpan(0, program.Loader.Length);
        var area = AreaIn(loader);
        var more = Short(loader, area + 22); // the extended area, which has the places of everything else

        WriteShape(boot, start.Count / Sector, length.Count / Sector);
        Write(boot, Short(loader, more + 14), (uint)sectors[0]);
        Write(boot, Short(loader, more + 16), (uint)(sectors[0] >> 32));

        Write(loader, area + 8, (ushort)(sectors.Count - DataSectors));
        Write(loader, area + 10, (ushort)DataSectors);
        Write(loader, area + 12, (uint)loader.Length / 4);
        WritePieces(loader.Slice(Short(loader, more + 10), Short(loader, more + 12) * PieceLength), [.. sectors.Skip(1).SkipLast(DataSectors)]);
        for (var index = 0; index < DataSectors; index++)
            BinaryPrimitives.WriteInt64LittleEndian(loader[(Short(loader, more) + index * 8)..], sectors[^(DataSectors - index)]);
        WriteFolder(loader.Slice(Short(loader, more + 2), Short(loader, more + 4)), folder);

        Write(loader, area + 16, 0u);
        var sum = Magic;
        for (var place = 0; place < loader.Length; place += 4)
            sum -= BinaryPrimitives.ReadUInt32LittleEndian(loader[place..]);
        Write(loader, area + 16, sum);
        return new(boot, file);
    }

    private static int AreaIn(ReadOnlySpan<byte> loader)
    {
        for (var place = 0; place < Sector; place += 4)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(loader[place..]) == Magic)
                return place;
        }

        throw new BuildException("ldlinux.sys has no place for what it has to be told");
    }

    // The fields of FAT: the boot sector is the same one there.
    private static void WriteShape(Span<byte> boot, long start, long length)
    {
        Write(boot, 0x0b, (ushort)Sector);
        Write(boot, 0x13, (ushort)(length < 0x10000 ? length : 0));
        Write(boot, 0x18, SectorsPerTrack);
        Write(boot, 0x1a, Heads);
        Write(boot, 0x1c, (uint)start);
        Write(boot, 0x20, (uint)length);
    }

    private static void WritePieces(Span<byte> table, IReadOnlyList<long> sectors)
    {
        table.Clear();
        for (var done = 0; done < sectors.Count; table = table[PieceLength..])
        {
            var count = 1;
            while (done + count < sectors.Count && count < LongestPiece && sectors[done + count] == sectors[done] + count)
                count++;
            BinaryPrimitives.WriteInt64LittleEndian(table, sectors[done]);
            Write(table, 8, (ushort)count);
            done += count;
        }
    }

    private static void WriteFolder(Span<byte> place, string folder)
    {
        place.Clear();
        Encoding.ASCII.GetBytes(folder, place[..^1]);
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..]);

    private static void Write(Span<byte> bytes, int place, ushort number) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[place..], number);

    private static void Write(Span<byte> bytes, int place, uint number) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[place..], number);
}
