using System.Buffers.Binary;

namespace BootstrapVz.Test.Testing;

/// <summary>A program that carries what extlinux does, and fields where its fields are.</summary>
public static class ExtlinuxSample
{
    /// <summary>Of ldlinux.sys: what its first sector needs.</summary>
    public const int Area = 24;

    /// <summary>What the rest needs, with the places of all below.</summary>
    public const int Extended = 600;

    /// <summary>Where it is told the place of its settings.</summary>
    public const int Settings = 640;

    /// <summary>Where it is told its folder.</summary>
    public const int Folder = 700;

    /// <summary>How long that may be.</summary>
    public const int FolderLength = 32;

    /// <summary>Where it is told the places of its sectors.</summary>
    public const int Pieces = 800;

    /// <summary>How many pieces they may be in.</summary>
    public const int PieceCount = 30;

    /// <summary>Of the boot sector: where ldlinux.sys begins.</summary>
    public const int First = 282;

    /// <summary>The upper half of it.</summary>
    public const int FirstHigh = 288;

    /// <summary>A boot sector without code.</summary>
    public static byte[] BootSector { get; } = Bytes(512, sector =>
    {
        sector[0] = 0xeb;
        "SYSLINUX"u8.CopyTo(sector[3..]);
        sector[510] = 0x55;
        sector[511] = 0xaa;
    });

    /// <summary>A loader without code.</summary>
    /// <param name="sectors">How long it is.</param>
    public static byte[] Loader(int sectors = 4) => Bytes(sectors * 512, loader =>
    {
        "\r\nSYSLINUX 6.04 \0"u8.CopyTo(loader);
        BinaryPrimitives.WriteUInt32LittleEndian(loader[Area..], 0x3eb202fe);
        BinaryPrimitives.WriteUInt16LittleEndian(loader[(Area + 22)..], Extended);
        foreach (var (index, place) in ((int[])[Settings, Folder, FolderLength, 0, 0, Pieces, PieceCount, First, FirstHigh]).Index())
            BinaryPrimitives.WriteUInt16LittleEndian(loader[(Extended + index * 2)..], (ushort)place);
        loader[^1] = 7;
    });

    /// <summary>A library of one section header and nothing else.</summary>
    public static byte[] Library { get; } = Bytes(92, library =>
    {
        "\u007fELF\u0001"u8.CopyTo(library);
        BinaryPrimitives.WriteInt32LittleEndian(library[0x20..], 52);
        BinaryPrimitives.WriteInt16LittleEndian(library[0x2e..], 40);
        BinaryPrimitives.WriteInt16LittleEndian(library[0x30..], 1);
    });

    /// <summary>All of it in one section of a program, with the names of its messages before and other sections after it.</summary>
    public static byte[] File(bool wide)
    {
        byte[] data = [.. "SYSLINUX is not installed\0"u8, .. new byte[6], .. BootSector, .. Library, .. new byte[4], .. Loader()];
        const int Start = 64;
        var end = Start + data.Length;
        var size = wide ? 64 : 40;
        return Bytes(end + 100 + 2 * size, file =>
        {
            (wide ? "\u007fELF\u0002"u8 : "\u007fELF\u0001"u8).CopyTo(file);
            data.CopyTo(file[Start..]);
            BinaryPrimitives.WriteInt32LittleEndian(file[(wide ? 0x28 : 0x20)..], end + 100);
            BinaryPrimitives.WriteInt16LittleEndian(file[(wide ? 0x3a : 0x2e)..], (short)size);
            BinaryPrimitives.WriteInt16LittleEndian(file[(wide ? 0x3c : 0x30)..], 2);
            var header = file[(end + 100 + size)..];
            BinaryPrimitives.WriteInt32LittleEndian(header[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(header[(wide ? 0x18 : 0x10)..], Start);
            BinaryPrimitives.WriteInt32LittleEndian(header[(wide ? 0x20 : 0x14)..], data.Length);
        });
    }

    private delegate void Fill(Span<byte> bytes);

    private static byte[] Bytes(int length, Fill fill)
    {
        var bytes = new byte[length];
        fill(bytes);
        return bytes;
    }
}
