using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>An entry of a GUID partition table.</summary>
internal sealed record GptEntry(Guid Type, Guid Unique, long FirstSector, long LastSector, string Name);

/// <summary>Reads a GUID partition table as the UEFI specification (2.10, section 5.3) describes it, with no tool of ours or of others.</summary>
internal static class GptReader
{
    private const int Sector = 512;

    public static (Guid Disk, IReadOnlyList<GptEntry> Entries) Read(string image)
    {
        using var file = File.OpenRead(image);
        var sectors = file.Length / Sector;
        Assert.Equal(0xee, At(file, 0, Sector)[450]); // protective MBR
        var first = Header(file, 1, sectors);
        var backup = Header(file, sectors - 1, sectors);
        Assert.Equal(sectors - 1, first.Other);
        Assert.Equal(1, backup.Other);
        Assert.Equal(first.Disk, backup.Disk);
        Assert.Equal(first.Entries, backup.Entries);
        return (first.Disk, first.Entries);
    }

    private static (Guid Disk, long Other, IReadOnlyList<GptEntry> Entries) Header(FileStream file, long sector, long sectors)
    {
        var header = At(file, sector * Sector, 92);
        Assert.Equal("EFI PART", Encoding.ASCII.GetString(header, 0, 8));
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(16));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 0);
        Assert.Equal(checksum, Crc(header));
        Assert.Equal(sector, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24)));
        var table = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(72));
        var count = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(80));
        var size = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(84));
        var bytes = At(file, table * Sector, count * size);
        Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(88)), Crc(bytes));
        var last = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(48));
        Assert.True(last < sectors - 33);
        return (new(header.AsSpan(56, 16)), BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32)),
            [.. Enumerable.Range(0, count).Select(index => Entry(bytes.AsSpan(index * size, size))).OfType<GptEntry>()]);
    }

    private static GptEntry? Entry(ReadOnlySpan<byte> bytes)
    {
        var type = new Guid(bytes[..16]);
        return type == Guid.Empty
            ? null
            : new(type, new(bytes.Slice(16, 16)), BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
                Encoding.Unicode.GetString(bytes.Slice(56, 72)).TrimEnd('\0'));
    }

    // CRC-32 of ISO 3309, which the specification names.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xedb88320);
        }

        return ~crc;
    }

    private static byte[] At(FileStream file, long position, int count)
    {
        var bytes = new byte[count];
        file.Position = position;
        file.ReadExactly(bytes);
        return bytes;
    }
}
