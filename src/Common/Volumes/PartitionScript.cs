using System.Globalization;
using System.Text;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes;

/// <summary>A layout as the script that sfdisk(8) reads.</summary>
public static class PartitionScript
{
    private const int ExtendedNumber = 4;

    /// <summary>Writes the script of a resolved layout with a partition table.</summary>
    public static string Render(PartitionLayout layout)
    {
        var gpt = layout.Map == PartitionMap.Gpt;
        var script = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"label: {(gpt ? "gpt" : "dos")}\n")
            .Append(gpt ? $"label-id: {Upper(layout.DiskGuid)}\n" : string.Create(CultureInfo.InvariantCulture, $"label-id: 0x{layout.DiskNumber:x8}\n"))
            .Append("unit: sectors\n");
        if (gpt)
            script.Append("first-lba: 34\n");
        foreach (var partition in layout.Partitions.Where(p => !layout.IsLogical(p)))
            Append(partition.Number, partition.Start, partition.Length, gpt ? Gpt(partition) : Msdos(partition));
        if (layout.Extended is { } extended)
            Append(ExtendedNumber, extended.Start, extended.Length, "type=f");
        foreach (var partition in layout.Partitions.Where(layout.IsLogical))
            Append(partition.Number, partition.Start, partition.Length, Msdos(partition));
        return script.ToString();

        void Append(int number, Bytes start, Bytes length, string properties) =>
            script.Append(CultureInfo.InvariantCulture, $"{number}: start={Sectors(start)}, size={Sectors(length)}, {properties}\n");
    }

    private static long Sectors(Bytes bytes) => bytes.Count / PartitionLayout.SectorSize;

    private static string Gpt(PlannedPartition partition) =>
        $"type={Upper(partition.TypeGuid)}, uuid={Upper(partition.UniqueGuid)}, name=\"{partition.Name}\""
        + (string.Join(',', Attributes(partition)) is { Length: > 0 } attributes ? $", attrs=\"{attributes}\"" : "");

    private static IEnumerable<string> Attributes(PlannedPartition partition)
    {
        if (partition.Bootable)
            yield return "LegacyBIOSBootable";
        if (partition.IsReadOnly || partition.Role == PartitionRole.Verity)
            yield return "GUID:60"; // read-only: Discoverable Partitions Specification, partition flags
    }

    private static string Msdos(PlannedPartition partition) =>
        string.Create(CultureInfo.InvariantCulture, $"type={partition.TypeByte:x2}") + (partition.Bootable ? ", bootable" : "");

    private static string Upper(Guid guid) => guid.ToString().ToUpperInvariant();
}
