using System.Text.Json;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Inspection;

/// <summary>A partition as its table has it.</summary>
/// <param name="Number">Its number, which is part of its device's name.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Properties">What else the table says of it, by name.</param>
public sealed record TablePartition(int Number, long Start, long Length, IReadOnlyDictionary<string, string> Properties);

/// <summary>A partition table as sfdisk(8) reads it.</summary>
/// <param name="Type"><c>gpt</c> or <c>dos</c>.</param>
/// <param name="Id">The disk's identifier.</param>
/// <param name="Partitions">The partitions, by number; an extended one, which only holds others, is left out.</param>
public sealed record PartitionTable(string Type, string Id, IReadOnlyList<TablePartition> Partitions)
{
    private static readonly string[] Extended = ["5", "f", "85"];
    private static readonly (string Key, string Name)[] Told = [("type", "type"), ("uuid", "uuid"), ("name", "name"), ("attrs", "attributes"), ("bootable", "bootable")];

    /// <summary>Reads a disk's table; null when there is none.</summary>
    public static async Task<PartitionTable?> ReadAsync(IHost host, string disk, CancellationToken ct)
    {
        // 1 is what sfdisk says to a disk without a table.
        var result = await host.RunAsync(new("sfdisk", "--json", disk) { AllowedExitCodes = [0, 1], LogOutput = false }, ct);
        return result.ExitCode == 0 ? Parse(result.Output) : null;
    }

    /// <summary>Reads what sfdisk printed.</summary>
    public static PartitionTable Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var table = document.RootElement.GetProperty("partitiontable");
        var sector = table.TryGetProperty("sectorsize", out var size) ? size.GetInt64() : PartitionLayout.SectorSize;
        var device = table.GetProperty("device").GetString()!;
        var partitions = table.TryGetProperty("partitions", out var list)
            ? list.EnumerateArray().Where(p => !Extended.Contains(p.GetProperty("type").GetString())).Select(p => Read(p, device, sector)).OrderBy(p => p.Number)
            : Enumerable.Empty<TablePartition>();
        return new(table.GetProperty("label").GetString()!, table.GetProperty("id").GetString()!, [.. partitions]);
    }

    private static TablePartition Read(JsonElement partition, string device, long sector)
    {
        // A 'p' stands between the number and a device whose name ends with a digit.
        var number = int.Parse(partition.GetProperty("node").GetString()![device.Length..].TrimStart('p'));
        var properties = Told.Where(t => partition.TryGetProperty(t.Key, out _)).ToDictionary(t => t.Name, t => partition.GetProperty(t.Key).ToString());
        return new(number, partition.GetProperty("start").GetInt64() * sector, partition.GetProperty("size").GetInt64() * sector, properties);
    }
}
