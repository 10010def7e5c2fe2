using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Common.Comparison;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public sealed class ComparisonTextTests
{
    private static readonly ImageFacts Facts = new("a.raw", "raw", 2L << 30, 2L << 30, 10, 3 << 20);

    [Fact]
    public void Every_kind_of_difference_has_its_line()
    {
        var images = new ImageComparison(
            false, Facts, Facts with { Path = "b.qcow2", Format = "qcow2", Files = 1 },
            [new("size", "2GiB", "3GiB")],
            [
                new("partition 1", ChangeKind.Changed, [], 84),
                new("partition 3", ChangeKind.Changed, [new("size", "1GiB", "2GiB")], null),
                new("partition 4", ChangeKind.Added, [new("start", null, "3GiB"), new("size", null, "1GiB")], null),
            ],
            [new("new:amd64", null, "1"), new("old:all", "2", null), new("other:amd64", "3", "4")],
            [
                new("/a", ChangeKind.Changed, 3, 4, [new("mode", "0644", "0600"), new("attribute user.x", null, "00")], new(1, "partition 3", 8193), "the weather"),
                new("/b", ChangeKind.Added, null, 0, [], null, null),
                new("/b/c", ChangeKind.Added, null, 1024, [], null, null),
                new("/b/c/d", ChangeKind.Added, null, 1024, [], null, null),
                new("/ba", ChangeKind.Added, null, 5, [], null, null),
                new("/d", ChangeKind.Removed, 3 << 20, null, [], null, null),
                new("/e", ChangeKind.Changed, 0, 0, [new("kind", "link", "directory")], null, null),
            ],
            new(70_000_000, "partition 3", 1000, "superblock"), 1, null);

        Assert.Equal(
            """
            first    a.raw: raw, a disk of 2.0 GiB, 10 files with 3.0 MiB
            second   b.qcow2: qcow2, a disk of 2.0 GiB, 1 file with 3.0 MiB
            Disk
              ~ size 2GiB -> 3GiB
            Partitions
              ~ partition 1: differs from byte 84 on
              ~ partition 3: size 1GiB -> 2GiB
              + partition 4: start 3GiB; size 1GiB
            Packages
              + new:amd64 1
              - old:all 2
              ~ other:amd64 3 -> 4
            Files
              ~ /a: content from byte 1 (byte 8193 of partition 3); mode 0644 -> 0600; attribute user.x none -> 00; size 3 -> 4
                  likely cause: the weather
              + /b: 2 files with 2.0 KiB
              + /ba: 5 B
              - /d: 3.0 MiB
              ~ /e: kind link -> directory
              4 added, 1 removed, 2 changed, -3.0 MiB
            First difference
              byte 70000000, byte 1000 of partition 3: superblock
              1 block of 4 KiB differs

            """,
            Text(images));
    }

    [Fact]
    public void What_cannot_be_seen_is_said_so()
    {
        var hidden = new ImageComparison(false, Facts, Facts, [], [], [], [], new(5, null, 5, "boot code of the first sector"), 2, null);
        Assert.EndsWith(
            "no partition, package or file differs\nFirst difference\n  byte 5: boot code of the first sector\n  2 blocks of 4 KiB differ\n", Text(hidden), StringComparison.Ordinal);
        Assert.EndsWith("\nidentical\n", Text(hidden with { Equal = true, Byte = null }), StringComparison.Ordinal);
        Assert.EndsWith("\nidentical as disks\n", Text(hidden with { Equal = true, Byte = null, Second = Facts with { Format = "vmdk" } }), StringComparison.Ordinal);
        Assert.EndsWith(
            "the disks are identical, but the files differ from byte 9 on: clusters lie in another order, or headers differ\n",
            Text(hidden with { Byte = null, FileByte = 9 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_builder_is_started_through_what_changes_its_surroundings()
    {
        Assert.Empty(new BuilderSurroundings().Words);
        Assert.Equal(
            ["sh", "-c", "hostname x 2>/dev/null || true; umask 077; exec \"$@\"", "sh", "taskset", "--cpu-list", "1"],
            new BuilderSurroundings { HostName = "x", Umask = "077", Processor = "1" }.Words);
    }

    private static string Text(ImageComparison images)
    {
        using var to = new StringWriter { NewLine = "\n" };
        ComparisonText.Write(to, images);
        return to.ToString();
    }
}
