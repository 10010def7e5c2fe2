using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

/// <summary>Short ways to write layouts down.</summary>
internal static class Layouts
{
    public static LayoutPlan Plan(string type, string partitions, string? firmware = null, string architecture = "amd64", string bootloader = "grub") =>
        LayoutPlanner.Plan(new(Volume(type, partitions), bootloader, firmware, architecture, "seed"));

    public static PartitionLayout Layout(string type, string partitions, string? firmware = null, string architecture = "amd64", string bootloader = "grub")
    {
        var plan = Plan(type, partitions, firmware, architecture, bootloader);
        Assert.Empty(plan.Problems);
        return plan.Layout!;
    }

    /// <summary>Partitions are written <c>key=size</c>, <c>key=size/filesystem</c>, separated by spaces; ext4 unless something else is usual.</summary>
    public static VolumeOptions Volume(string type, string partitions)
    {
        var named = new Dictionary<string, PartitionOptions>();
        foreach (var word in partitions.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = (word.Split('=')[0], word.Split('=')[1]);
            var parts = value.Split('/');
            var usual = key is "swap" or "bios" or "esp" ? null : "ext4";
            named[key] = new() { Size = PartitionSize.Parse(parts[0], null), Filesystem = parts.Length > 1 ? parts[1] : usual };
        }

        return new() { Backing = "raw", Partitions = new() { Type = type, Named = named } };
    }

    /// <summary>A resolved layout as <c>key start+length</c>, in MiB.</summary>
    public static string Text(PartitionLayout layout) =>
        string.Join(", ", layout.Partitions.Select(p => $"{p.Key} {p.Start.Count >> 20}+{p.Length.Count >> 20}")) + $" = {layout.VolumeSize.Count >> 20}";
}
