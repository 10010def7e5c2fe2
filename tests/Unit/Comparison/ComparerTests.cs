using BootstrapVz.Common.Comparison;
using BootstrapVz.Common.Inspection;
using Xunit;

namespace BootstrapVz.Test.Unit.Comparison;

public sealed class ComparerTests
{
    [Theory]
    [InlineData(10_000, -1, 10_000, null, 0)]
    [InlineData(10_000, 0, 10_000, 0L, 1)]
    [InlineData(10_000, 4096, 10_000, 4096L, 1)]
    [InlineData(10_000, 9_999, 10_000, 9_999L, 1)]
    [InlineData(10_000, -1, 9_000, 9_000L, 0)]
    [InlineData(0, -1, 5, 0L, 0)]
    [InlineData(3 << 20, 2 << 20, 3 << 20, 2L << 20, 1)]
    public void The_first_byte_that_differs_is_found(int length, int changed, int otherLength, long? first, long blocks)
    {
        var left = new byte[length];
        var right = new byte[otherLength];
        if (changed >= 0)
            right[changed] = 1;
        Assert.Equal((first, blocks), ByteComparer.Compare(new MemoryBytes(left), new MemoryBytes(right), default, count: true));
    }

    [Fact]
    public void Holes_are_zeros()
    {
        var filesystem = new MemoryBytes([1, 2, 3, 4, 5, 6, 7, 8]);
        var sparse = new FileBytes(filesystem, [new(2, 0, 2), new(6, 4, 4)], 9);
        Assert.Equal([0, 0, 1, 2, 0, 0, 5, 6, 7], sparse.Take(0, 100));
        Assert.Equal([2, 0, 0, 5], sparse.Take(3, 4));
        Assert.Equal(5, sparse.PlaceOf(7));
        Assert.Null(sparse.PlaceOf(4));
        Assert.Null(ByteComparer.Compare(sparse, MemoryBytes.File([0, 0, 1, 2, 0, 0, 5, 6, 7]), default).First);
        Assert.Equal(4, ByteComparer.Compare(sparse, MemoryBytes.File([0, 0, 1, 2, 9, 0, 5, 6, 7]), default).First);
    }

    [Fact]
    public void A_partition_table_is_read_as_sfdisk_prints_it()
    {
        var table = PartitionTable.Parse("""
            {"partitiontable": {"label": "dos", "id": "0x1234", "device": "/proc/1/fd/5", "unit": "sectors", "sectorsize": 512, "partitions": [
              {"node": "/proc/1/fd/5p2", "start": 4096, "size": 8192, "type": "5"},
              {"node": "/proc/1/fd/5p5", "start": 6144, "size": 2048, "type": "82"},
              {"node": "/proc/1/fd/5p1", "start": 2048, "size": 2048, "type": "83", "bootable": true}]}}
            """);
        Assert.Equal(("dos", "0x1234"), (table.Type, table.Id));
        Assert.Equal([(1, 1L << 20, 1L << 20), (5, 3L << 20, 1L << 20)], table.Partitions.Select(p => (p.Number, p.Start, p.Length)));
        Assert.Equal("True", table.Partitions[0].Properties["bootable"]);
    }

    [Fact]
    public void Mount_points_are_read_from_fstab() => Assert.Equal(
        [("UUID=1-2", ""), ("LABEL=x", "/boot"), ("/dev/sda2", "/var/tmp")],
        DiskTree.MountPoints("# comment\nUUID=1-2 / ext4 defaults 0 1\nLABEL=x\t/boot ext2\nUUID=3 none swap sw\n/dev/sda2 /var/tmp/ ext4\n\n"));
}
