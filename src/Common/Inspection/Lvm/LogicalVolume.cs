using System.Buffers.Binary;
using System.Text;

namespace BootstrapVz.Common.Inspection.Lvm;

/// <summary>A logical volume that lies in one piece on one partition.</summary>
/// <param name="Group">Its volume group.</param>
/// <param name="Name">Its name.</param>
/// <param name="Start">Its first byte on the partition.</param>
/// <param name="Length">Its length.</param>
internal sealed record LogicalVolume(string Group, string Name, long Start, long Length)
{
    private const int Sector = 512;
    private const int Label = Sector;        // LVM looks at the first four sectors, and writes to the second
    private const int Header = Label + 32;
    private const int LongestText = 16 << 20;

    /// <summary>The volumes of a partition; those in several pieces, striped or on more than this partition are left out.</summary>
    /// <remarks>Source: LVM2's lib/label/label.h and lib/format_text/layout.h.</remarks>
    public static IReadOnlyList<LogicalVolume> AllOn(ByteSource partition)
    {
        if (!partition.Take(Label, 8).AsSpan().SequenceEqual("LABELONE"u8) || TextOf(partition) is not { } text)
            return [];
        var identifier = Encoding.ASCII.GetString(partition.Take(Header, 32));
        var (name, owner) = LvmSection.Parse(text).Sections.FirstOrDefault();
        var physical = owner?.Find("physical_volumes")?.Sections.FirstOrDefault(p => p.Value["id"].Replace("-", "") == identifier) ?? default;
        if (owner is null || physical.Value is null)
            return [];
        var extent = owner.Number("extent_size") * Sector;
        return
        [
            .. from volume in owner.Find("logical_volumes")?.Sections ?? new Dictionary<string, LvmSection>()
               let segment = volume.Value.Find("segment1")
               where volume.Value.Number("segment_count") == 1 && segment?["type"] == "striped" && segment.Number("stripe_count") == 1
               let stripe = segment["stripes"].Split(',')
               where stripe.Length == 2 && stripe[0] == physical.Key && long.TryParse(stripe[1], out _)
               select new LogicalVolume(
                   name, volume.Key, physical.Value.Number("pe_start") * Sector + long.Parse(stripe[1], System.Globalization.CultureInfo.InvariantCulture) * extent, segment.Number("extent_count") * extent),
        ];
    }

    // Behind the identifier and the size stand two lists of places, each ended by zeros: of data, and of metadata.
    private static string? TextOf(ByteSource partition)
    {
        var at = Header + 40;
        while (Number(at) != 0)
            at += 16;
        var area = Number(at + 16);
        if (area <= 0 || area >= partition.Length)
            return null;
        var (offset, length) = (Number(area + 40), Number(area + 48));
        return offset is > 0 && length is > 0 and < LongestText ? Encoding.UTF8.GetString(partition.Take(area + offset, length)) : null;

        long Number(long place) => partition.Take(place, 8) is { Length: 8 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
    }
}
