using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Volumes.Lvm;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class VolumeGroupTests
{
    [Theory]
    [InlineData("100MiB", "root=40MiB home=50% srv=50%", "root 3+40, home 43+28, srv 71+28 of 97")]
    [InlineData("100MiB", "root=41MiB home=100%", "root 3+44, home 47+52 of 97")]
    [InlineData("auto", "root=40MiB swap=10MiB", "swap 3+12, root 15+40 of 53")]
    public void Volumes_are_whole_extents_and_share_what_the_group_has(string size, string volumes, string expected)
    {
        var layout = Plan(size, volumes).Layout!;

        var pv = layout.Partitions.Single(p => p.Key == "pv");
        Assert.Equal(expected, string.Join(", ", pv.Group!.Volumes.Select(v => $"{v.Key} {v.Start.Count >> 20}+{v.Length.Count >> 20}")) + $" of {pv.Length.Count >> 20}");
    }

    [Fact]
    public void A_volume_is_as_large_as_its_content_wants()
    {
        var layout = Plan("auto", "root=auto home=20MiB").Layout!;
        Assert.False(layout.IsResolved);

        var resolved = SizeResolver.Resolve(layout, new Dictionary<string, TreeContent> { ["/"] = new(100, Bytes.MiB(100)) }).Layout!;

        Assert.True(resolved.Root.Length > Bytes.MiB(356));
        Assert.Equal(resolved.Root.Length + Bytes.MiB(21), resolved.PartitionOf(resolved.Root).Length);
    }

    [Fact]
    public void Volumes_are_mounted_by_the_names_device_mapper_gives_them()
    {
        var fstab = Fstab.Render(Plan("auto", "root=40MiB var/log=20MiB swap=10MiB").Layout!);

        Assert.Contains("\n/dev/mapper/vg--0-root / ext4 errors=remount-ro 0 1\n/dev/mapper/vg--0-swap none swap sw 0 0\n/dev/mapper/vg--0-var_log /var/log ext4 ", fstab);
    }

    [Fact]
    public void A_group_can_be_in_a_container()
    {
        var layout = Plan("auto", "root=40MiB", new() { Passphrase = Secret.Of("s3cret") }, "none").Layout!;

        var pv = layout.Partitions.Single(p => p.Key == "pv");
        Assert.Equal(pv.Start + Bytes.MiB(16 + 1), layout.Root.Start);
        Assert.Equal(Bytes.MiB(16 + 1 + 40), pv.Length);
        Assert.True(pv.Encryption!.IsEarly);
        Assert.Equal("'grub' cannot read /boot on 'pv', which is encrypted", Assert.Single(Plan("auto", "root=40MiB", new() { Passphrase = Secret.Of("s3cret") }).Problems).Message);
    }

    [Fact]
    public void A_boot_loader_that_does_not_know_lvm_wants_its_own_partition() =>
        Assert.Equal("'extlinux' cannot read /boot on the logical volume 'root'", Assert.Single(Plan("auto", "root=40MiB", bootloader: "extlinux").Problems).Message);

    [Fact]
    public void What_renews_grub_for_both_firmwares_wants_boot_on_a_partition()
    {
        var volume = new VolumeOptions
        {
            Backing = "raw",
            Partitions = new()
            {
                Type = "gpt",
                Named = new Dictionary<string, PartitionOptions> { ["pv"] = new() { Lvm = new() { Group = "vg-0", Volumes = Layouts.Volume("gpt", "root=400MiB").Partitions.Named } } },
            },
        };

        Assert.StartsWith("grub-cloud-amd64, ", Assert.Single(LayoutPlanner.Plan(new(volume, "grub", "both", "amd64", "seed")).Problems).Message);
        Assert.Empty(LayoutPlanner.Plan(new(volume, "grub", "uefi", "amd64", "seed")).Problems);
    }

    [Fact]
    public void What_cannot_be_is_refused_at_its_place()
    {
        Assert.Equal("size: '20MiB' is too small: the volume group 'vg-0' takes 41MiB", Refused("20MiB", "root=40MiB"));
        Assert.Equal("lvm/volumes/root/size: '50%' is a part of the volume group, whose size is 'auto'", Refused("auto", "root=50%"));
        Assert.Equal("lvm/volumes/home/size: '60%' is too much: the parts add up to 110%", Refused("100MiB", "root=50% home=60%"));
        Assert.Equal("lvm/volumes/esp: 'esp' cannot be a logical volume: firmware does not read LVM", Refused("100MiB", "root=20MiB esp=20MiB"));
        Assert.Equal("lvm/volumes/snapshot1: LVM keeps names such as 'snapshot1' for itself", Refused("100MiB", "root=20MiB snapshot1=20MiB"));
        Assert.Equal("lvm/volumes/home/size: '4MiB' is too small for ext4", Refused("auto", "root=20MiB home=4MiB"));
    }

    [Fact]
    public void The_metadata_is_what_lvm_writes_itself()
    {
        var pv = Plan("100MiB", "root=40MiB home=100%").Layout!.Partitions.Single(p => p.Key == "pv");

        var text = LvmText.Render(pv, 1_700_000_000);

        Assert.StartsWith("vg-0 {\nid = \"", text);
        Assert.Contains("\npe_start = 2048\npe_count = 24\n}\n}\n", text);
        Assert.Contains("\nstart_extent = 0\nextent_count = 14\ntype = \"striped\"\nstripe_count = 1\n\nstripes = [\n\"pv0\", 10\n]\n}\n}\n", text);
    }

    private static string Refused(string size, string volumes)
    {
        var problem = Assert.Single(Plan(size, volumes, bootloader: "none").Problems);
        return string.Join('/', problem.Path.Skip(3)) + ": " + problem.Message;
    }

    private static LayoutPlan Plan(string size, string volumes, EncryptionOptions? encryption = null, string bootloader = "grub") => LayoutPlanner.Plan(new(
        new()
        {
            Backing = "raw",
            Partitions = new()
            {
                Type = "gpt",
                Named = new Dictionary<string, PartitionOptions>
                {
                    ["pv"] = new()
                    {
                        Size = PartitionSize.Parse(size, null),
                        Encryption = encryption,
                        Lvm = new() { Group = "vg-0", Volumes = Layouts.Volume("gpt", volumes).Partitions.Named },
                    },
                },
            },
        },
        bootloader, bootloader == "grub" ? "bios" : null, "amd64", "seed"));
}
