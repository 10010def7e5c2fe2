using System.Text.Json;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

/// <summary>Layouts of the original's manifests against those the original made of them, in sectors.</summary>
public sealed class OriginalLayoutTests
{
    // What lies before the first partition, the BIOS boot partition and what lies behind the last one are 1 MiB each here, and come out of the
    // root partition; in the original they were some sectors less, and came out of the first one.
    private const long MostForAlignment = 3 * 2048;

    private static readonly List<OriginalLayout> All = JsonSerializer.Deserialize<List<OriginalLayout>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "corpus", "original-layouts.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Names => [.. All.Select(layout => layout.Manifest)];

    [Fact]
    public void Every_manifest_of_the_original_is_there() => Assert.Equal(44, All.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Partitions_are_the_same_in_the_same_order_and_differ_in_alignment_only(string name)
    {
        var original = All.Single(layout => layout.Manifest == name);

        var layout = Planned(original, original.Bootloader == "grub" ? "bios" : null);

        Assert.Equal(original.Sectors * PartitionLayout.SectorSize, layout.VolumeSize.Count);
        Assert.Equal(original.Made.Select(p => p.Name), layout.Partitions.Select(p => p.Key));
        foreach (var (made, planned) in original.Made.Zip(layout.Partitions))
        {
            Assert.InRange(planned.Start.Count / PartitionLayout.SectorSize, made.Start - MostForAlignment, made.Start + MostForAlignment);
            Assert.InRange(planned.Length.Count / PartitionLayout.SectorSize, made.Size - MostForAlignment, made.Size + MostForAlignment);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_default_firmware_adds_nothing_but_an_efi_system_partition(string name)
    {
        var original = All.Single(layout => layout.Manifest == name);

        var layout = Planned(original, null);

        Assert.Equal(original.Sectors * PartitionLayout.SectorSize, layout.VolumeSize.Count);
        Assert.Equal(original.Made.Select(p => p.Name), layout.Partitions.Select(p => p.Key).Where(key => key != "esp"));
    }

    private static PartitionLayout Planned(OriginalLayout original, string? firmware)
    {
        var named = original.Given.ToDictionary(p => p.Key, p => p.Value.Split(' ') switch
        {
            [var size, var filesystem] => new PartitionOptions { Size = PartitionSize.Parse(size, null), Filesystem = filesystem },
            var words => new() { Size = PartitionSize.Parse(words[0], null) },
        });
        var volume = new VolumeOptions { Backing = "raw", Partitions = new() { Type = original.Type, Named = named } };
        var plan = LayoutPlanner.Plan(new(volume, original.Bootloader, firmware, original.Architecture, "seed"));
        Assert.Empty(plan.Problems);
        return plan.Layout!;
    }

    /// <param name="Manifest">The manifest's path in the original's repository.</param>
    /// <param name="Type">The partition table.</param>
    /// <param name="Bootloader">The boot loader.</param>
    /// <param name="Architecture">The machine's architecture.</param>
    /// <param name="Given">Size and filesystem of each partition in the manifest.</param>
    /// <param name="Sectors">The volume's size.</param>
    /// <param name="Made">The partitions the original made.</param>
    private sealed record OriginalLayout(
        string Manifest, string Type, string Bootloader, string Architecture, IReadOnlyDictionary<string, string> Given, long Sectors, IReadOnlyList<OriginalPartition> Made);

    private sealed record OriginalPartition(string Name, long Start, long Size);
}
