using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.ReadOnlyRoot;
using BootstrapVz.Common.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class ReadOnlyRootTests
{
    private const string Given = "01234567-89ab-cdef-0123-456789abcdef";

    private static readonly Bytes Image = new(123_456_789);

    private static PartitionOptions Squashfs => new() { Filesystem = "squashfs" };

    private static PartitionOptions Boot => new() { Filesystem = "ext4", Size = new(Bytes.MiB(256)) };

    [Fact]
    public void An_automatic_size_is_that_of_the_packed_content()
    {
        var plan = SizeResolver.Resolve(Layout(new() { ["root"] = Squashfs }), new Dictionary<string, TreeContent> { ["/"] = new(1000, Image) });

        Assert.Equal(Bytes.MiB(118), plan.Layout!.Root.Length);
        Assert.Equal(Bytes.MiB(118 + 512 + 2), plan.Layout.VolumeSize);
    }

    [Fact]
    public void A_given_size_that_is_too_small_is_refused_with_what_is_missing()
    {
        var layout = Layout(new() { ["root"] = Squashfs with { Size = new(Bytes.MiB(612)) } });

        var problem = Assert.Single(SizeResolver.Resolve(layout, new Dictionary<string, TreeContent> { ["/"] = new(1000, Image) }).Problems);

        // The EFI system partition and the table come out of the root partition.
        Assert.Equal("'612MiB' is too small: '/' holds 118MiB, and the filesystem has room for 98MiB", problem.Message);
        Assert.StartsWith("20MiB are missing", problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("squashfs", null, null, "overlay / overlay defaults 0 0", "ro,umask=0077", "rootfstype=squashfs root.writable=/")]
    [InlineData("erofs", "state", null, "PARTUUID=… / erofs ro 0 0", "ro,umask=0077", "rootfstype=erofs root.writable=/etc,/var")]
    [InlineData("squashfs", "none", null, "PARTUUID=… / squashfs ro 0 0", "ro,umask=0077", "rootfstype=squashfs")]
    [InlineData("squashfs", "overlay", "data", "overlay / overlay defaults 0 0", "umask=0077", "rootfstype=squashfs root.writable=/ root.changes=UUID=…")]
    public void Fstab_and_kernel_arguments_follow_from_what_is_writable(string filesystem, string? writable, string? changes, string root, string esp, string arguments)
    {
        var layout = Layout(new()
        {
            ["root"] = new() { Filesystem = filesystem, Writable = writable, Changes = changes },
            ["data"] = new() { Filesystem = "ext4", Size = new(Bytes.MiB(100)) },
        });

        var lines = Fstab.Render(layout).Replace(layout.Root.PartUuid, "…").Split('\n');
        Assert.Equal(root, lines[1]);
        Assert.EndsWith($" /boot/efi vfat {esp} 0 2", lines[2]);
        Assert.Equal(changes is null, lines.Any(line => line.Contains("/data ", StringComparison.Ordinal)));
        Assert.Equal(writable is "state" or "none", lines.Contains("tmpfs /tmp tmpfs mode=1777,nosuid,nodev 0 0"));
        var uuid = layout.Partitions.Single(p => p.Key == "data").FilesystemUuid;
        Assert.Equal(arguments, string.Join(' ', SetRootArguments.Arguments(layout)).Replace(uuid, "…"));
    }

    [Fact]
    public void Folders_with_a_partition_of_their_own_get_no_overlay()
    {
        var layout = Layout(new() { ["root"] = Squashfs with { Writable = "state" }, ["var"] = Boot });

        Assert.Equal(["/etc"], layout.Overlays);
    }

    [Fact]
    public void A_partition_for_changes_comes_last_and_may_grow()
    {
        var layout = Layout(new() { ["root"] = Squashfs with { Changes = "data" }, ["data"] = Boot with { Grow = true }, ["srv"] = Boot });

        Assert.Equal(["esp", "root", "srv", "data"], layout.Partitions.Select(p => p.Key));
        Assert.Null(layout.Partitions[^1].MountPoint);
    }

    [Fact]
    public void Hashes_have_a_partition_whose_identifier_is_half_of_them()
    {
        var root = new PartitionOptions { Filesystem = "erofs", Size = new(Bytes.MiB(1000)), Verity = true };
        var layout = Layout(new() { ["root"] = root });

        // 488 MiB below 1000, and a 127th of that.
        Assert.Equal("esp 1+512, root 513+478, root-verity 991+8 = 1000", Layouts.Text(layout));
        Assert.Equal(VerityTree.Device, layout.Root.Source);
        Assert.Contains(VerityTree.UnknownArgument, SetRootArguments.Arguments(layout));
        var hash = Given.Replace("-", "") + "fedcba9876543210fedcba9876543210";
        var named = VerityTree.Identified(layout, hash);
        Assert.Equal((Given, "fedcba98-7654-3210-fedc-ba9876543210"), (named.Root.PartUuid, named.Find(PartitionRole.Verity)!.PartUuid));
        Assert.Contains($"type=2C7357ED-EBD2-46D9-AEC1-23D437EC2BF5, uuid=FEDCBA98-7654-3210-FEDC-BA9876543210, name=\"root-verity\", attrs=\"GUID:60\"", PartitionScript.Render(named));
    }

    [Theory]
    [InlineData(4096, 1)]
    [InlineData(128 * 4096, 1)]
    [InlineData(100L << 20, 1)]
    [InlineData(130L << 20, 2)]
    [InlineData(1L << 30, 9)]
    public void The_tree_of_hashes_takes_about_a_127th(long data, long mebibytes) => Assert.Equal(Bytes.MiB(mebibytes), VerityTree.SizeFor(new(data)));

    [Fact]
    public void What_cannot_be_is_said_with_its_setting()
    {
        Assert.Equal(["root.filesystem: 'grub' needs a /boot that it can read and that can be written to, and it is on the read-only root filesystem"],
            Problems(new() { ["root"] = Squashfs }, bootloader: "grub"));
        Assert.Empty(Problems(new() { ["root"] = Squashfs, ["boot"] = Boot }, bootloader: "grub"));
        Assert.Equal(["root.writable: 'ext4' is written to as it is", "root.changes: 'ext4' is written to as it is"],
            Problems(new() { ["root"] = Boot with { Writable = "state", Changes = "data" } }));
        Assert.Equal(["srv.writable: 'writable' is for the root partition, not for 'srv'", "srv.verity: 'verity' is for the root partition, not for 'srv'"],
            Problems(new() { ["root"] = Squashfs, ["srv"] = Squashfs with { Writable = "state", Verity = true } }));
        Assert.Equal(["root.compression: 'squashfs' is not compressed with 'lz4hc'", "srv.compression: 'srv' is not made compressed"],
            Problems(new() { ["root"] = Squashfs with { Compression = "lz4hc" }, ["srv"] = Boot with { Compression = "zstd" } }));
        Assert.Equal(["root.label: a 'squashfs' has no label", "root.uuid: a 'squashfs' has no UUID"],
            Problems(new() { ["root"] = Squashfs with { Label = "x", Uuid = Given } }));
        Assert.Equal(["boot.filesystem: 'boot' is written to whenever a kernel is installed, and a 'squashfs' never"],
            Problems(new() { ["root"] = Boot, ["boot"] = Squashfs }));
        Assert.Equal(["root.format_command: a 'squashfs' is not formatted before it is filled"], Problems(new() { ["root"] = Squashfs with { FormatCommand = ["mksquashfs"] } }));
        Assert.Equal(["root.grow: 'root' cannot grow: 'squashfs' stays as it was made"], Problems(new() { ["root"] = Squashfs with { Grow = true } }));
        Assert.Equal(["root.filesystem: a 'squashfs' has no identifier, and there is no partition table that gives it one"],
            Problems(new() { ["root"] = Squashfs }, type: "none", bootloader: "none"));
        Assert.Equal(["usr: 'usr' is mounted before the overlay over the root filesystem, which would hide it"], Problems(new() { ["root"] = Squashfs, ["usr"] = Squashfs }));
        Assert.Empty(Problems(new() { ["root"] = Squashfs with { Writable = "state" }, ["usr"] = Squashfs }));
    }

    [Fact]
    public void A_swap_file_has_no_place_on_a_read_only_root()
    {
        var volume = new VolumeOptions { Backing = "raw", SwapFile = Bytes.MiB(64), Partitions = new() { Type = "gpt", Named = new Dictionary<string, PartitionOptions> { ["root"] = Squashfs } } };
        var problem = Assert.Single(LayoutPlanner.Plan(new(volume, "systemd-boot", null, "amd64", "seed")).Problems);
        Assert.Equal("volume.swap_file: a read-only root filesystem cannot hold a swap file", $"{string.Join('.', problem.Path)}: {problem.Message}");
    }

    [Fact]
    public void A_partition_for_changes_that_cannot_be_one_is_said_with_its_setting()
    {
        Assert.Equal(["root.changes: there is no partition 'data'"], Problems(new() { ["root"] = Squashfs with { Changes = "data" } }));
        Assert.Equal(["root.changes: 'boot' has a purpose of its own"], Problems(new() { ["root"] = Squashfs with { Changes = "boot" }, ["boot"] = Boot }));
        Assert.Equal(["data.filesystem: 'vfat' cannot keep what is written over another filesystem"],
            Problems(new() { ["root"] = Squashfs with { Changes = "data" }, ["data"] = new() { Filesystem = "vfat", Size = new(Bytes.MiB(9)) } }));
        Assert.Equal(["data: 'data' is mounted before containers and logical volumes are opened"],
            Problems(new() { ["root"] = Squashfs with { Changes = "data" }, ["data"] = Boot with { Encryption = new() { Passphrase = Secret.Of("s3cret") } } }));
        Assert.Equal(["root: a read-only root filesystem lies on a partition of its own, which is not encrypted"], Problems(new() { ["root"] = Squashfs with { Encryption = new() { Passphrase = Secret.Of("s3cret") } } }));
        Assert.Equal(["root.changes: nothing of the root filesystem can be written to, so 'data' would stay empty"],
            Problems(new() { ["root"] = Squashfs with { Changes = "data", Writable = "none" }, ["data"] = Boot }));
    }

    [Fact]
    public void A_verity_that_cannot_be_is_said_with_its_setting()
    {
        var verity = Squashfs with { Verity = true };
        Assert.Equal(["root.verity: the hashes are found by unique identifiers, which only a GPT has"], Problems(new() { ["root"] = verity, ["boot"] = Boot }, "msdos", "grub"));
        Assert.Equal(["root.partuuid: with 'verity' it is the first half of the root hash"], Problems(new() { ["root"] = verity with { Partuuid = Given } }));
        Assert.Equal(["root.verity: 'xfs' is not checked by verity"], Problems(new() { ["root"] = new() { Filesystem = "xfs", Size = new(Bytes.MiB(2000)), Verity = true } }));
        Assert.Equal(["root.verity: 'grub' needs a /boot that it can read and that can be written to, and it is on the read-only root filesystem"],
            Problems(new() { ["root"] = Boot with { Verity = true } }, bootloader: "grub"));
        Assert.Equal(["root.grow: 'root' cannot grow: its blocks are hashed"], Problems(new() { ["root"] = new() { Filesystem = "ext4", Size = new(Bytes.MiB(900)), Verity = true, Grow = true } }));
    }

    private static LayoutPlan Plan(Dictionary<string, PartitionOptions> named, string type, string bootloader) =>
        LayoutPlanner.Plan(new(new() { Backing = "raw", Partitions = new() { Type = type, Named = named } }, bootloader, null, "amd64", "seed"));

    private static PartitionLayout Layout(Dictionary<string, PartitionOptions> named)
    {
        var plan = Plan(named, "gpt", "systemd-boot");
        Assert.Empty(plan.Problems);
        return plan.Layout!;
    }

    private static IEnumerable<string> Problems(Dictionary<string, PartitionOptions> named, string type = "gpt", string bootloader = "systemd-boot") =>
        Plan(named, type, bootloader).Problems.Select(p => string.Join('.', p.Path.Skip(2)) + ": " + p.Message);
}
