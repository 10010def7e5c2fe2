using BootstrapVz.Common.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class PartitionScriptTests
{
    [Fact]
    public void Gpt_names_every_identifier()
    {
        var layout = Layouts.Layout("gpt", "root=1GiB", "bios");

        Assert.Equal(
            $"""
            label: gpt
            label-id: {Upper(layout.DiskGuid)}
            unit: sectors
            first-lba: 34
            1: start=2048, size=2048, type=21686148-6449-6E6F-744E-656564454649, uuid={Upper(layout.Partitions[0].UniqueGuid)}, name="bios"
            2: start=4096, size=2091008, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, uuid={Upper(layout.Partitions[1].UniqueGuid)}, name="root"

            """,
            PartitionScript.Render(layout));
    }

    [Fact]
    public void Msdos_marks_the_partition_that_is_started()
    {
        var layout = Layouts.Layout("msdos", "swap=128MiB root=896MiB");

        Assert.Equal(
            $"""
            label: dos
            label-id: 0x{layout.DiskNumber:x8}
            unit: sectors
            1: start=2048, size=262144, type=82
            2: start=264192, size=1832960, type=83, bootable

            """,
            PartitionScript.Render(layout));
    }

    [Fact]
    public void Logical_partitions_lie_in_an_extended_one_behind_their_tables()
    {
        var layout = Layouts.Layout("msdos", "root=96MiB a=16MiB b=16MiB c=16MiB d=16MiB");

        Assert.Equal(
            $"""
            label: dos
            label-id: 0x{layout.DiskNumber:x8}
            unit: sectors
            1: start=2048, size=190464, type=83, bootable
            2: start=192512, size=32768, type=83
            3: start=225280, size=32768, type=83
            4: start=258048, size=69632, type=f
            5: start=260096, size=32768, type=83
            6: start=294912, size=32768, type=83

            """,
            PartitionScript.Render(layout));
    }

    private static string Upper(Guid guid) => guid.ToString().ToUpperInvariant();
}
