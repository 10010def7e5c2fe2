using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class LayoutPlannerTests
{
    [Theory]
    [InlineData("gpt", "root=1GiB", null, "bios 1+1, esp 2+64, root 66+957 = 1024")]
    [InlineData("gpt", "root=1GiB", "bios", "bios 1+1, root 2+1021 = 1024")]
    [InlineData("gpt", "root=1GiB", "uefi", "esp 1+64, root 65+958 = 1024")]
    [InlineData("gpt", "root=832MiB swap=128MiB boot=64MiB", "bios", "bios 1+1, boot 2+64, swap 66+128, root 194+829 = 1024")]
    [InlineData("gpt", "root=1GiB tmp=512MiB var/tmp=512MiB", "bios", "bios 1+1, root 2+1021, tmp 1023+512, var/tmp 1535+512 = 2048")]
    [InlineData("gpt", "esp=300MiB root=1GiB", "uefi", "esp 1+300, root 301+1022 = 1324")]
    [InlineData("gpt", "bios=2MiB esp=100MiB root=922MiB", "both", "bios 1+2, esp 3+100, root 103+920 = 1024")]
    [InlineData("gpt", "root=1000000KiB", "bios", "bios 1+1, root 2+974 = 977")]
    [InlineData("msdos", "root=1GiB", null, "root 1+1023 = 1024")]
    [InlineData("msdos", "boot=64MiB swap=128MiB root=832MiB", null, "boot 1+64, swap 65+128, root 193+831 = 1024")]
    [InlineData("msdos", "root=800MiB a=16MiB b=16MiB c=16MiB", null, "root 1+799, a 800+16, b 816+16, c 832+16 = 848")]
    [InlineData("msdos", "root=800MiB a=16MiB b=16MiB c=16MiB d=16MiB", null, "root 1+797, a 798+16, b 814+16, c 831+16, d 848+16 = 864")]
    public void Sizes_of_the_manifest_are_shares_of_the_volume(string type, string partitions, string? firmware, string expected) =>
        Assert.Equal(expected, Layouts.Text(Layouts.Layout(type, partitions, firmware)));

    [Fact]
    public void Kernels_of_systemd_boot_have_room_on_the_esp()
    {
        Assert.Equal("esp 1+512, root 513+1534 = 2048", Layouts.Text(Layouts.Layout("gpt", "root=2GiB", bootloader: "systemd-boot")));
        Assert.Equal("esp 1+100, root 101+2046 = 2148", Layouts.Text(Layouts.Layout("gpt", "esp=100MiB root=2GiB", "uefi", bootloader: "systemd-boot")));
    }

    [Theory]
    [InlineData("msdos", null, "amd64", "'systemd-boot' needs an EFI system partition on a GPT")]
    [InlineData("gpt", "both", "amd64", "'systemd-boot' does not start under 'both'")]
    [InlineData("gpt", null, "i386", "32-bit UEFI is not supported")]
    public void Systemd_boot_needs_uefi(string type, string? firmware, string architecture, string expected) =>
        Assert.Contains(expected, Layouts.Plan(type, "root=2GiB", firmware, architecture, "systemd-boot").Problems.Select(p => p.Message));

    [Fact]
    public void Without_a_table_the_filesystem_fills_the_volume() =>
        Assert.Equal("root 0+1024 = 1024", Layouts.Text(Layouts.Layout("none", "root=1GiB", bootloader: "none")));

    [Theory]
    [InlineData("gpt", "amd64", Firmware.Both)]
    [InlineData("msdos", "amd64", Firmware.Bios)]
    [InlineData("gpt", "i386", Firmware.Bios)]
    [InlineData("gpt", "arm64", Firmware.Uefi)]
    [InlineData("gpt", "riscv64", Firmware.Uefi)]
    public void Firmware_has_a_default_for_each_machine(string type, string architecture, Firmware expected) =>
        Assert.Equal(expected, Layouts.Layout(type, "root=1GiB", architecture: architecture).Firmware);

    [Fact]
    public void Partition_types_follow_the_mount_point_and_the_architecture()
    {
        var types = Layouts.Layout("gpt", "boot=64MiB root=1GiB var=64MiB data=64MiB", architecture: "arm64").Partitions.ToDictionary(p => p.Key, p => p.TypeGuid);

        Assert.Equal(new("C12A7328-F81F-11D2-BA4B-00A0C93EC93B"), types["esp"]);
        Assert.Equal(new("BC13C2FF-59E6-4262-A352-B275FD6F7172"), types["boot"]);
        Assert.Equal(new("B921B045-1DF0-41C3-AF44-4C6F280D3FAE"), types["root"]);
        Assert.Equal(new("4D21B016-B534-45C2-A9FB-5C16E091FD2D"), types["var"]);
        Assert.Equal(new("0FC63DAF-8483-4772-8E79-3D69D8477DE4"), types["data"]);
    }

    [Fact]
    public void From_the_fourth_on_partitions_of_an_msdos_table_are_logical_when_there_are_more()
    {
        var layout = Layouts.Layout("msdos", "boot=64MiB swap=64MiB root=1GiB var=64MiB home=64MiB");

        Assert.Equal([1, 2, 3, 5, 6], layout.Partitions.Select(p => p.Number));
        Assert.Equal($"{layout.DiskNumber:x8}-05", layout.Partitions[3].PartUuid);
        Assert.Equal("msdos6", layout.GrubName(layout.Partitions[4]));
        Assert.Equal((layout.Partitions[2].End, Bytes.MiB(130)), layout.Extended);
        Assert.Equal(layout.VolumeSize, layout.Partitions[^1].End);
    }

    [Theory]
    [InlineData("msdos", "grub", "boot")]
    [InlineData("gpt", "extlinux", "boot")]
    [InlineData("gpt", "grub", "")]
    [InlineData("gpt", "systemd-boot", "")]
    public void The_partition_a_boot_loader_looks_for_is_marked(string type, string bootloader, string expected) =>
        Assert.Equal(expected, string.Join(' ', Layouts.Layout(type, "boot=64MiB root=1GiB", bootloader: bootloader).Partitions.Where(p => p.Bootable).Select(p => p.Key)));

    [Theory]
    [InlineData("none", "root=1GiB", null)]
    [InlineData("gpt", "root=1GiB/ext3", null)]
    [InlineData("msdos", "boot=64MiB/ext2 root=1GiB/xfs", null)]
    [InlineData("gpt", "root=1GiB/xfs", "volume.partitions.root.filesystem: extlinux does not start from 'xfs'")]
    [InlineData("gpt", "boot=256MiB/btrfs root=1GiB", "volume.partitions.boot.filesystem: extlinux does not start from 'btrfs'")]
    [InlineData("gpt", "root=1GiB boot/extlinux=64MiB", "volume.partitions.boot/extlinux: extlinux finds kernels in the filesystem it lies in, and 'boot/extlinux' holds none")]
    public void Extlinux_starts_from_ext_filesystems(string type, string partitions, string? problem)
    {
        var plan = Layouts.Plan(type, partitions, bootloader: "extlinux");

        Assert.Equal(problem is null ? [] : [problem], plan.Problems.Select(p => $"{string.Join('.', p.Path)}: {p.Message}"));
        Assert.DoesNotContain(plan.Layout?.Partitions ?? [], p => p.Role == PartitionRole.Bios);
    }

    [Theory]
    [InlineData("swap=64MiB root=1GiB", "root", null)]
    [InlineData("root=1GiB home=256MiB/btrfs", "home", null)]
    [InlineData("root=1GiB home=64MiB", "root", "'root' cannot grow: 'home' lies behind it")]
    [InlineData("root=1GiB data=64MiB/vfat", "data", "'data' cannot grow: 'vfat' stays as it was made")]
    [InlineData("root=1GiB a=64MiB b=64MiB c=64MiB d=64MiB", "d", "'d' cannot grow: it lies in the extended partition", "msdos")]
    [InlineData("root=1GiB swap=64MiB", "swap", "'swap' cannot grow: 'swap' stays as it was made")]
    public void Only_the_last_partition_grows_when_its_filesystem_can(string partitions, string growing, string? problem, string type = "gpt")
    {
        var volume = Layouts.Volume(type, partitions);
        var named = volume.Partitions.Named.ToDictionary(p => p.Key, p => p.Value with { Grow = p.Key == growing });
        var plan = LayoutPlanner.Plan(new(volume with { Partitions = volume.Partitions with { Named = named } }, "grub", null, "amd64", "seed"));

        if (problem is null)
            Assert.Equal(growing, plan.Layout!.Partitions.Single(p => p.Grows).Key);
        else
            Assert.Contains(plan.Problems, p => p.Message == problem && p.Path.SequenceEqual(["volume", "partitions", growing, "grow"]));
    }

    [Fact]
    public void Identifiers_follow_from_the_seed()
    {
        var first = LayoutPlanner.Plan(new(Layouts.Volume("gpt", "root=1GiB"), "grub", null, "amd64", "a")).Layout!;
        var again = LayoutPlanner.Plan(new(Layouts.Volume("gpt", "root=1GiB"), "grub", null, "amd64", "a")).Layout!;
        var other = LayoutPlanner.Plan(new(Layouts.Volume("gpt", "root=1GiB"), "grub", null, "amd64", "b")).Layout!;

        Assert.Equal(first.Partitions.Select(p => (p.UniqueGuid, p.FilesystemUuid)), again.Partitions.Select(p => (p.UniqueGuid, p.FilesystemUuid)));
        Assert.Empty(first.Partitions.Select(p => p.UniqueGuid).Intersect(other.Partitions.Select(p => p.UniqueGuid)));
        Assert.NotEqual(first.DiskGuid, other.DiskGuid);
        Assert.Equal('8', first.Root.FilesystemUuid[14]);
        Assert.Matches("^[0-9A-F]{4}-[0-9A-F]{4}$", first.Find(PartitionRole.Esp)!.FilesystemUuid);
    }

    [Fact]
    public void A_size_left_to_the_content_is_planned_first_and_resolved_later()
    {
        var planned = Layouts.Layout("gpt", "root=auto boot=100MiB", "bios");
        Assert.False(planned.IsResolved);
        Assert.NotEqual("", planned.Root.FilesystemUuid);

        var content = new TreeContent(9000, Bytes.MiB(300));
        var resolved = SizeResolver.Resolve(planned, new Dictionary<string, TreeContent> { ["/"] = content }).Layout!;

        var usable = ExtGeometry.Usable(resolved.Root.Length, ExtGeometry.Inodes(resolved.Root.Length, content), journal: true);
        Assert.InRange((usable - content.Data).Count, Bytes.MiB(256).Count, Bytes.MiB(258).Count);
        Assert.Equal(planned.Root.FilesystemUuid, resolved.Root.FilesystemUuid);
    }

    [Theory]
    [InlineData("gpt", "root=1GiB", "grub", "both", "arm64", "system.firmware: machines of 'arm64' have no BIOS")]
    [InlineData("msdos", "root=1GiB", "grub", "uefi", "amd64", "system.firmware: firmware 'uefi' needs an EFI system partition on a GPT, and 'type' is 'msdos'")]
    [InlineData("none", "root=1GiB", "grub", null, "amd64", "system.bootloader: 'grub' needs a partition table, and 'type' is 'none'")]
    [InlineData("none", "root=1GiB swap=1GiB", "none", null, "amd64", "volume.partitions.swap: 'swap' needs a partition table, and 'type' is 'none'")]
    [InlineData("gpt", "boot=1GiB", "grub", null, "amd64", "volume.partitions: there is no partition 'root'")]
    [InlineData("gpt", "root=10MiB", "grub", "both", "amd64", "volume.partitions.root.size: '10MiB' is too small for a root partition")]
    [InlineData("gpt", "root=1GiB boot=512KiB", "grub", null, "amd64", "volume.partitions.boot.size: '512KiB' is too small for ext4")]
    [InlineData("gpt", "root=1GiB tmp=0B", "grub", null, "amd64", "volume.partitions.tmp.size: a partition of '0B' holds nothing")]
    [InlineData("gpt", "root=1GiB swap=auto", "grub", null, "amd64", "volume.partitions.swap.size: swap has no content that a size could follow from")]
    [InlineData("msdos", "root=3TiB", "grub", null, "amd64", "volume.partitions.type: an 'msdos' table reaches to 2TiB, and the volume has '3TiB'")]
    [InlineData("gpt", "root=5000000TiB", "grub", null, "amd64", "volume.partitions.root.size: '5000000TiB' is larger than any volume, '64TiB'")]
    [InlineData("gpt", "root=1GiB esp=64MiB/ext4", "grub", null, "amd64", "volume.partitions.esp.filesystem: firmware does not read 'ext4'")]
    [InlineData("gpt", "root=1GiB/vfat", "grub", null, "amd64", "volume.partitions.root.filesystem: 'vfat' cannot hold owners and links")]
    [InlineData("gpt", "root=1GiB a/../b=1GiB", "grub", null, "amd64", "volume.partitions.a/../b: 'a/../b' is not a mount point")]
    [InlineData("gpt", "root=1GiB a=1GiB a/=1GiB", "grub", null, "amd64", "volume.partitions.a/: 'a/' has the mount point '/a', which 'a' has too")]
    public void What_cannot_be_is_said_with_its_setting(string type, string partitions, string bootloader, string? firmware, string architecture, string expected) =>
        Assert.Contains(expected, Layouts.Plan(type, partitions, firmware, architecture, bootloader).Problems.Select(p => string.Join('.', p.Path) + ": " + p.Message));

    [Fact]
    public void Content_that_does_not_fit_is_said_before_anything_is_written()
    {
        var layout = Layouts.Layout("gpt", "root=400MiB", "bios");

        var plan = SizeResolver.Resolve(layout, new Dictionary<string, TreeContent> { ["/"] = new(9000, Bytes.MiB(500)) });

        var problem = Assert.Single(plan.Problems);
        Assert.StartsWith("'400MiB' is too small: '/' holds 500MiB, and the filesystem has room for", problem.Message);
        Assert.Equal(["volume", "partitions", "root", "size"], problem.Path);
    }
}
