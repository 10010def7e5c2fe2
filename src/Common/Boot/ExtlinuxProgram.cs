using System.Buffers.Binary;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>What extlinux(1) carries inside of it and writes when it installs itself; no package has these as files.</summary>
/// <remarks>Order and padding: syslinux's libinstaller/Makefile and bin2c.pl, extlinux/Makefile.</remarks>
/// <param name="BootSector">The code of the filesystem's first sector.</param>
/// <param name="Loader">ldlinux.sys, which knows not yet where it lies; whole sectors.</param>
/// <param name="Library">ldlinux.c32, which goes with this very loader.</param>
internal sealed record ExtlinuxProgram(byte[] BootSector, byte[] Loader, byte[] Library)
{
    public const string Path = "/usr/bin/extlinux";

    private const int Sector = PartitionLayout.SectorSize;
    private const int SignaturePlace = 510;
    private const ushort Signature = 0xaa55;
    private const byte Jump = 0xeb;
    private const uint NoContent = 8; // SHT_NOBITS: elf(5)

    /// <summary>Reads it from a tree.</summary>
    /// <exception cref="BuildException">There is none, or one that is not understood.</exception>
    public static ExtlinuxProgram Read(RootFs root)
    {
        if (!root.FileExists(Path))
            throw new BuildException("the image has no extlinux", "install extlinux");
        return Parse(File.ReadAllBytes(root.Resolve(Path)))
            ?? throw new BuildException($"'{Path}' of the image is not understood: its boot sector and loader are not where versions 6.03 and 6.04 have them");
    }

    /// <summary>Takes a program apart; null when it is another one.</summary>
    public static ExtlinuxProgram? Parse(ReadOnlySpan<byte> program)
    {
        if (!program.StartsWith("\u007fELF"u8) || BootSectorIn(program) is not (>= 0 and var sector))
            return null;
        var library = Find(program, "\u007fELF\u0001"u8, sector + Sector);
        var loader = Find(program, "\r\nSYSLINUX "u8, sector + Sector);
        if (library < 0 || loader < library || SectionEnd(program, loader) is not { } end)
            return null;
        var length = (end - loader) / Sector * Sector;
        var (headers, size, count) = SectionHeaders(program[library..]);
        return headers + size * count > loader - library
            ? null
            : new(program.Slice(sector, Sector).ToArray(), program.Slice(loader, length).ToArray(), program.Slice(library, headers + size * count).ToArray());
    }

    // A jump, the name of who formatted it, and the signature at its end.
    private static int BootSectorIn(ReadOnlySpan<byte> program)
    {
        for (var name = program.IndexOf("SYSLINUX"u8); name >= 0; name = Find(program, "SYSLINUX"u8, name + 1))
        {
            var start = name - 3;
            if (start >= 0 && start + Sector <= program.Length && program[start] == Jump && Short(program, start + SignaturePlace) == Signature)
                return start;
        }

        return -1;
    }

    private static int Find(ReadOnlySpan<byte> program, ReadOnlySpan<byte> bytes, int from) =>
        program[from..].IndexOf(bytes) is >= 0 and var place ? from + place : -1;

    // The loader is the last thing in its section, and padded to whole sectors.
    private static int? SectionEnd(ReadOnlySpan<byte> program, int place)
    {
        var (headers, size, count) = SectionHeaders(program);
        for (var index = 0; index < count; index++)
        {
            var header = program.Slice(headers + index * size, size);
            var (start, length) = IsWide(program) ? (Number(header, 0x18), Number(header, 0x20)) : (Number(header, 0x10), Number(header, 0x14));
            if (Number(header, 4) != NoContent && place >= start && place < start + length)
                return start + length;
        }

        return null;
    }

    // Files are far below 2 GiB, so the lower halves of 64-bit fields are enough.
    private static (int Place, int Size, int Count) SectionHeaders(ReadOnlySpan<byte> elf) =>
        IsWide(elf) ? (Number(elf, 0x28), Short(elf, 0x3a), Short(elf, 0x3c)) : (Number(elf, 0x20), Short(elf, 0x2e), Short(elf, 0x30));

    private static bool IsWide(ReadOnlySpan<byte> elf) => elf[4] == 2; // ELFCLASS64

    private static int Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadInt32LittleEndian(bytes[place..]);

    private static ushort Short(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..]);
}
