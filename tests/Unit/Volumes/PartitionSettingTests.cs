using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class PartitionSettingTests
{
    private const string Given = "01234567-89AB-CDEF-0123-456789ABCDEF";

    [Theory]
    [InlineData("gpt", "4GiB", "root=50% var=50%", "bios 1+1, root 2+2046, var 2048+2046 = 4096")]
    [InlineData("gpt", "4GiB", "root=1GiB var=100%", "bios 1+1, root 2+1024, var 1026+3069 = 4096")]
    [InlineData("gpt", "4GiB", "root=1GiB var=25%", "bios 1+1, root 2+1024, var 1026+767 = 4096")]
    [InlineData("gpt", "4GiB", "root=1GiB", "bios 1+1, root 2+1024 = 4096")]
    [InlineData("msdos", "1GiB", "root=60% a=10% b=10% c=10% swap=10%", "swap 1+102, root 103+612, a 715+102, b 818+102, c 921+102 = 1024")]
    public void Parts_share_what_is_left_of_the_volume(string type, string size, string partitions, string expected)
    {
        var volume = Layouts.Volume(type, partitions) with { Size = Bytes.Parse(size, null) };

        var plan = LayoutPlanner.Plan(new(volume, "grub", "bios", "amd64", "seed"));

        Assert.Empty(plan.Problems);
        Assert.Equal(expected, Layouts.Text(plan.Layout!));
    }

    [Fact]
    public void What_the_manifest_names_is_taken_instead_of_what_would_follow_from_the_seed()
    {
        var options = new PartitionOptions { Filesystem = "ext4", Size = new(Bytes.MiB(500)), Label = "the system", Uuid = Given, Name = "system a", Partuuid = Given, TypeGuid = Given };

        var root = Plan(new() { ["root"] = options, ["esp"] = new() { Uuid = "1a2b-3c4d", Label = "start" } }).Layout!.Partitions.ToDictionary(p => p.Key);

        Assert.Equal(("the system", Given.ToLowerInvariant(), "system a"), (root["root"].Label, root["root"].FilesystemUuid, root["root"].Name));
        Assert.Equal((new Guid(Given), new Guid(Given), Given.ToLowerInvariant()), (root["root"].UniqueGuid, root["root"].TypeGuid, root["root"].PartUuid));
        Assert.Equal(("START", "1A2B-3C4D"), (root["esp"].Label, root["esp"].FilesystemUuid));
    }

    [Fact]
    public void A_partition_without_a_filesystem_is_mounted_nowhere()
    {
        var layout = Plan(new() { ["root"] = Ext4(500), ["spare"] = new() { Filesystem = "none", Size = new(Bytes.MiB(3)) } }).Layout!;

        var spare = layout.Partitions.Single(p => p.Key == "spare");
        Assert.Equal((null, null, Bytes.MiB(3)), (spare.Filesystem, spare.MountPoint, spare.Length));
        Assert.DoesNotContain("spare", Fstab.Render(layout));
    }

    [Fact]
    public void A_swap_file_takes_room_of_the_root_filesystem()
    {
        var volume = Layouts.Volume("gpt", "root=500MiB") with { SwapFile = Bytes.MiB(100) };
        var layout = LayoutPlanner.Plan(new(volume, "none", null, "amd64", "seed")).Layout!;

        Assert.EndsWith("\n/swapfile none swap sw 0 0\n", Fstab.Render(layout));
        Assert.Single(SizeResolver.Resolve(layout, new Dictionary<string, TreeContent> { ["/"] = new(9, Bytes.MiB(400)) }).Problems);
        Assert.Empty(SizeResolver.Resolve(layout, new Dictionary<string, TreeContent> { ["/"] = new(9, Bytes.MiB(300)) }).Problems);
    }

    [Theory]
    [InlineData("gpt", null, null, "root=50%", "volume.partitions.root.size: '50%' is a part of what the volume has left, and 'volume.size' is not set")]
    [InlineData("gpt", "4GiB", null, "root=60% var=50%", "volume.partitions.var.size: '50%' is too much: the parts add up to 110%")]
    [InlineData("gpt", "1GiB", null, "root=2GiB", "volume.size: '1GiB' is too small: partition table and partitions take 2051MiB")]
    [InlineData("gpt", "1GiB", null, "root=1000MiB var=10%", "volume.partitions.var.size: '10%', which is 2MiB, is too small for ext4")]
    [InlineData("gpt", "1500KiB", null, "root=50%", "volume.size: '1500KiB' is not a whole number of MiB from 1MiB to 64TiB")]
    [InlineData("gpt", null, "0B", "root=1GiB", "volume.swap_file: '0B' is not a whole number of MiB from 1MiB to 64TiB")]
    [InlineData("gpt", null, "1GiB", "root=500MiB", "volume.partitions.root.size: '500MiB' is too small: '/' holds 1025MiB")]
    [InlineData("gpt", null, null, "root=1GiB a=auto/none", "volume.partitions.a.size: 'a' has no content that a size could follow from")]
    [InlineData("gpt", null, null, "root=1GiB/none", "volume.partitions.root.filesystem: 'root' needs a filesystem")]
    public void Sizes_that_cannot_be_are_said_with_their_setting(string type, string? size, string? swapFile, string partitions, string expected)
    {
        Bytes? Parsed(string? text) => text is null ? null : Bytes.Parse(text, null);
        var volume = Layouts.Volume(type, partitions) with { Size = Parsed(size), SwapFile = Parsed(swapFile) };

        Assert.Contains(Problems(LayoutPlanner.Plan(new(volume, "grub", "bios", "amd64", "seed"))), problem => problem.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_that_cannot_be_are_said_with_their_setting()
    {
        Assert.Equal(
            ["volume.partitions.a.label: 'twelve chars' is too long for 'vfat'", $"volume.partitions.a.uuid: '{Given}' is no identifier of 'vfat'"],
            Problems(Plan(new() { ["root"] = Ext4(500), ["a"] = new() { Filesystem = "vfat", Size = new(Bytes.MiB(8)), Label = "twelve chars", Uuid = Given } })));
        Assert.Equal(
            [$"volume.partitions.a.uuid: '{Given}' is the uuid of 'root' too", $"volume.partitions.a.partuuid: '{Given.ToLowerInvariant()}' is the partuuid of 'root' too"],
            Problems(Plan(new() { ["root"] = Ext4(500) with { Uuid = Given, Partuuid = Given }, ["a"] = Ext4(9) with { Uuid = Given, Partuuid = Given.ToLowerInvariant() } })));
        Assert.Equal(
            ["volume.partitions.root.name: 'name' belongs to a GPT", "volume.partitions.root.partuuid: 'partuuid' belongs to a GPT", "volume.partitions.root.type_guid: 'type_guid' belongs to a GPT"],
            Problems(Plan(new() { ["root"] = Ext4(500) with { Name = "a", Partuuid = Given, TypeGuid = Given } }, "msdos")));
        Assert.Equal(
            ["volume.partitions.a.mode: 'a' is not mounted and has no mode", "volume.partitions.a.label: 'a' has no filesystem, and so no 'label'", "volume.partitions.a.mountopts: 'a' has no filesystem, and so no 'mountopts'"],
            Problems(Plan(new() { ["root"] = Ext4(500), ["a"] = new() { Filesystem = "none", Size = new(Bytes.MiB(8)), Label = "x", Mountopts = ["noatime"], Mode = "755" } })));
    }

    private static PartitionOptions Ext4(long size) => new() { Filesystem = "ext4", Size = new(Bytes.MiB(size)) };

    private static LayoutPlan Plan(Dictionary<string, PartitionOptions> named, string type = "gpt") =>
        LayoutPlanner.Plan(new(new() { Backing = "raw", Partitions = new() { Type = type, Named = named } }, "none", null, "amd64", "seed"));

    private static IEnumerable<string> Problems(LayoutPlan plan) => plan.Problems.Select(p => string.Join('.', p.Path) + ": " + p.Message);
}
