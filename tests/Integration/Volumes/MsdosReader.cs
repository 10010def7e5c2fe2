using System.Buffers.Binary;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>An entry of an msdos partition table.</summary>
internal sealed record MsdosEntry(int Number, byte Type, bool IsActive, long FirstSector, long Sectors);

/// <summary>
/// Reads an msdos partition table with no tool of ours or of others: entries of 16 bytes at 446, in an extended partition a chain of
/// tables, whose first entry counts from its own sector and whose second from the extended partition's start.
/// </summary>
internal static class MsdosReader
{
    private const int Sector = 512;

    public static IReadOnlyList<MsdosEntry> Read(string image)
    {
        using var file = File.OpenRead(image);
        var entries = new List<MsdosEntry>();
        var logical = 4;
        foreach (var (number, entry) in Table(file, 0))
        {
            if (entry.Type is not (0x05 or 0x0f))
                entries.Add(entry with { Number = number });
            else
                ReadChain(file, entry, ref logical, entries);
        }

        return entries;
    }

    private static void ReadChain(FileStream file, MsdosEntry extended, ref int number, List<MsdosEntry> entries)
    {
        for (long? place = extended.FirstSector; place is { } at;)
        {
            var table = Table(file, at);
            var first = table[1];
            Assert.InRange(at + first.FirstSector + first.Sectors, extended.FirstSector, extended.FirstSector + extended.Sectors);
            entries.Add(first with { Number = ++number, FirstSector = at + first.FirstSector });
            place = table.TryGetValue(2, out var next) ? extended.FirstSector + next.FirstSector : null;
        }
    }

    private static Dictionary<int, MsdosEntry> Table(FileStream file, long sector)
    {
        var bytes = new byte[Sector];
        file.Position = sector * Sector;
        file.ReadExactly(bytes);
        Assert.Equal((0x55, 0xaa), (bytes[510], bytes[511]));
        return Enumerable.Range(0, 4)
            .Select(index => (Number: index + 1, Bytes: bytes[(446 + 16 * index)..(462 + 16 * index)]))
            .Where(entry => entry.Bytes[4] != 0)
            .ToDictionary(entry => entry.Number, entry => new MsdosEntry(entry.Number, entry.Bytes[4], entry.Bytes[0] == 0x80,
                BinaryPrimitives.ReadUInt32LittleEndian(entry.Bytes.AsSpan(8)), BinaryPrimitives.ReadUInt32LittleEndian(entry.Bytes.AsSpan(12))));
    }
}
