using BootstrapVz.Base.Volumes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class LayoutProperties
{
    private static readonly string[] Extras = ["var", "var/tmp", "home", "srv/data"];

    [Fact]
    public void Partitions_are_aligned_do_not_overlap_and_fill_the_volume() => Prop.ForAll(Cases().ToArbitrary(), Holds).QuickCheckThrowOnFailure();

    private static Gen<(string Type, string Partitions, string? Firmware)> Cases() =>
        from type in Gen.Elements("gpt", "msdos", "gpt")
        from firmware in type == "gpt" ? Gen.Elements<string?>(null, "bios", "uefi", "both") : Gen.Constant<string?>(null)
        from root in Gen.Choose(100_000, 5_000_000)
        from boot in Gen.Choose(0, 600_000)
        from swap in Gen.Choose(0, 600_000)
        from extras in Gen.Choose(9_000, 900_000).ListOf(type == "gpt" ? 4 : 1)
        select (type,
            $"root={root}KiB"
                + (boot > 9_000 ? $" boot={boot}KiB" : "")
                + (swap > 1_024 ? $" swap={swap}KiB" : "")
                + string.Concat(extras.Select((size, index) => $" {Extras[index]}={size}KiB")),
            firmware);

    private static bool Holds((string Type, string Partitions, string? Firmware) sample)
    {
        var layout = Layouts.Layout(sample.Type, sample.Partitions, sample.Firmware);
        var asked = Layouts.Volume(sample.Type, sample.Partitions).Partitions.Named.Values
            .Aggregate(Bytes.Zero, (sum, p) => sum + p.Size.Fixed!.Value);
        var tail = layout.Map == PartitionMap.Gpt ? Bytes.MiB(1) : Bytes.Zero;
        var adjacent = layout.Partitions.Zip(layout.Partitions.Skip(1)).All(pair => pair.First.End == pair.Second.Start);
        var aligned = layout.Partitions.All(p => p.Start.Count % (1 << 20) == 0 && p.Length.Count % (1 << 20) == 0 && p.Length > Bytes.Zero);
        var noneSmaller = layout.Partitions.Where(p => p.Role != PartitionRole.Root && !p.Implied).All(p => p.Length >= p.Size.Fixed!.Value);
        return adjacent && aligned && noneSmaller
            && layout.Partitions[0].Start == Bytes.MiB(1)
            && layout.Partitions[^1].End + tail == layout.VolumeSize
            && layout.VolumeSize == asked.RoundUp(Bytes.MiB(1))
            && layout.Partitions.Select((p, index) => p.Number == index + 1).All(right => right);
    }
}
