using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class FstabTests
{
    [Fact]
    public void Lines_come_in_mount_order_with_options_and_passes()
    {
        var layout = Layouts.Layout("gpt", "var/tmp=64MiB home=500MiB/btrfs var=64MiB swap=64MiB root=1GiB boot=64MiB/ext2");

        var lines = Fstab.Render(layout).TrimEnd().Split('\n').Skip(1).Select(line => Regex.Replace(line, "^UUID=[0-9A-Fa-f-]+ ", "")).ToList();

        Assert.Equal(
            [
                "/ ext4 errors=remount-ro 0 1",
                "/boot ext2 defaults 0 2",
                "/boot/efi vfat umask=0077 0 2",
                "none swap sw 0 0",
                "/home btrfs defaults 0 0",
                "/var ext4 defaults 0 2",
                "/var/tmp ext4 defaults 0 2",
            ],
            lines);
    }

    [Fact]
    public void Every_filesystem_is_named_by_its_planned_identifier()
    {
        var layout = Layouts.Layout("gpt", "root=1GiB");

        Assert.Contains($"UUID={layout.Root.FilesystemUuid} / ", Fstab.Render(layout));
        Assert.Contains($"UUID={layout.Find(PartitionRole.Esp)!.FilesystemUuid} /boot/efi ", Fstab.Render(layout));
    }

    [Fact]
    public void Options_of_the_manifest_replace_the_default()
    {
        var partitions = new PartitionsOptions
        {
            Type = "gpt",
            Named = new Dictionary<string, PartitionOptions> { ["root"] = new() { Size = new(Bytes.MiB(500)), Filesystem = "ext4", Mountopts = ["noatime", "discard"] } },
        };
        var layout = LayoutPlanner.Plan(new(new() { Backing = "raw", Partitions = partitions }, "grub", "bios", "amd64", "s")).Layout!;

        Assert.Contains(" / ext4 noatime,discard 0 1\n", Fstab.Render(layout));
    }
}
