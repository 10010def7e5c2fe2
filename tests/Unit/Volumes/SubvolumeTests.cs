using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class SubvolumeTests
{
    private static readonly Dictionary<string, SubvolumeOptions> Usual = new()
    {
        ["@"] = new() { Mount = "/", Mountopts = ["compress=zstd"] },
        ["@home"] = new() { Mount = "/home" },
        ["@snapshots"] = new(),
        ["@/var/lib/db"] = new() { CopyOnWrite = false },
    };

    [Fact]
    public void Subvolumes_lie_in_each_other_as_their_names_say()
    {
        var root = Plan(Usual).Layout!.Root;

        Assert.Equal(
            [
                "'' in '' at '', seen '', mounted '', holds ''",
                "'@' in '' at '/@', seen '', mounted '/', holds '/'",
                "'@home' in '' at '/@home', seen '', mounted '/home', holds '/home'",
                "'@snapshots' in '' at '/@snapshots', seen '', mounted '', holds ''",
                "'@/var/lib/db' in '@' at '/var/lib/db', seen '/var/lib/db', mounted '', holds '/var/lib/db'",
            ],
            root.Subvolumes.Select(s => $"'{s.Name}' in '{s.Parent}' at '{s.PathInParent}', seen '{s.SeenAt}', mounted '{s.MountPoint}', holds '{s.Place}'"));
        Assert.Equal([""], root.Subvolumes.Where(s => s.IsDefault).Select(s => s.Name));
        Assert.Equal(["@/var/lib/db"], root.Subvolumes.Where(s => !s.CopyOnWrite).Select(s => s.Name));
    }

    [Fact]
    public void The_top_level_is_mounted_where_no_subvolume_is()
    {
        var layout = Plan(new() { ["home"] = new() { Mountopts = ["noatime"] }, ["@srv"] = new() { Mount = "/srv" } }).Layout!;

        Assert.Equal(["/ ", "/srv /@srv"], layout.Mounts().Where(m => m.Partition == layout.Root).Select(m => $"{m.Path} {m.Prefix}"));
        Assert.Equal("/home", layout.Root.Subvolumes.Single(s => s.Name == "home").Place);
        Assert.Equal("/home/a", layout.MountOf("/home/a").PathInFilesystem("/home/a"));
        Assert.Equal("/@srv/a", layout.MountOf("/srv/a").PathInFilesystem("/srv/a"));
    }

    [Fact]
    public void Every_mounted_subvolume_has_its_line_in_fstab()
    {
        var lines = Fstab.Render(Plan(Usual, new() { ["var"] = new() { Filesystem = "ext4", Size = new(Bytes.MiB(64)) } }, usual => usual.Remove("@/var/lib/db")).Layout!);

        Assert.Equal(
            ["/ btrfs compress=zstd,subvol=@ 0 0", "/boot/efi vfat umask=0077 0 2", "/home btrfs noatime,subvol=@home 0 0", "/var ext4 defaults 0 2"],
            lines.TrimEnd().Split('\n').Skip(1).Select(line => Regex.Replace(line, "^UUID=[0-9A-Fa-f-]+ ", "")));
    }

    [Fact]
    public void Boot_loaders_are_told_the_subvolume()
    {
        var (plain, named) = (Layouts.Layout("gpt", "root=1GiB/btrfs"), Plan(Usual).Layout!);
        var boot = new BootSettings();
        boot.AppendKernelArguments("quiet");

        Assert.Equal($"root=UUID={plain.Root.FilesystemUuid} ro quiet", boot.CommandLine(plain));
        Assert.Equal($"root=UUID={named.Root.FilesystemUuid} ro rootflags=subvol=@ quiet", boot.CommandLine(named));
        Assert.Equal("/boot/grub", plain.MountOf("/boot/grub").PathInFilesystem("/boot/grub"));
        Assert.Equal("/@/boot/grub", named.MountOf("/boot/grub").PathInFilesystem("/boot/grub"));
    }

    [Theory]
    [InlineData("/ab", "/", null, "volume.partitions.root.subvolumes./ab: '/ab' is no name of a subvolume")]
    [InlineData("a b", "/", null, "volume.partitions.root.subvolumes.a b: 'a b' is no name of a subvolume")]
    [InlineData("a/../b", "/", null, "volume.partitions.root.subvolumes.a/../b: 'a/../b' is no name of a subvolume")]
    [InlineData("@a", "/a/../b", null, "volume.partitions.root.subvolumes.@a.mount: '/a/../b' is not a mount point")]
    [InlineData("@a", "/a//b", null, "volume.partitions.root.subvolumes.@a.mount: '/a//b' is not a mount point")]
    [InlineData("@a", "/home/", null, "volume.partitions.root.subvolumes.@a.mount: '/home/' is not a mount point")]
    [InlineData("@a", "/home", null, "volume.partitions.root.subvolumes.@a.mount: '/home' is the mount point of '@home' too")]
    [InlineData("@a", "/var/a", null, "volume.partitions.root.subvolumes.@a.mount: '/var/a' does not lie on 'root'")]
    [InlineData("@a", "/var", null, "volume.partitions.root.subvolumes.@a.mount: '/var' does not lie on 'root'")]
    [InlineData("var/a", null, null, "volume.partitions.root.subvolumes.var/a: '/var/a' does not lie on 'root', and 'var/a' would be seen there")]
    [InlineData("home", null, null, "volume.partitions.root.subvolumes.home: 'home' would be seen at '/home', and what is there belongs to '@home'")]
    [InlineData("home/a", "/a", null, "volume.partitions.root.subvolumes.home/a: 'home/a' would be seen at '/home/a', and what is there belongs to '@home'")]
    [InlineData("@a", "/a", "@b", "volume.partitions.root.default_subvolume: there is no subvolume '@b'")]
    [InlineData("@a", "/a", "@a", "volume.partitions.root.default_subvolume: '/' is the filesystem's top level, and is mounted as what is the default")]
    public void Subvolumes_that_cannot_be_are_said_with_their_setting(string name, string? mount, string? @default, string expected)
    {
        var plan = Plan(
            new() { ["@home"] = new() { Mount = "/home" }, [name] = new() { Mount = mount } },
            new() { ["var"] = new() { Filesystem = "ext4", Size = new(Bytes.MiB(64)) } }, defaultSubvolume: @default);

        Assert.Equal([expected], plan.Problems.Select(problem => string.Join('.', problem.Path) + ": " + problem.Message));
    }

    [Fact]
    public void Only_btrfs_made_here_has_subvolumes()
    {
        var ext4 = new PartitionOptions { Filesystem = "ext4", Size = new(Bytes.MiB(1024)), Subvolumes = Usual, DefaultSubvolume = "@" };
        var command = ext4 with { Filesystem = "btrfs", FormatCommand = ["mkfs.btrfs", "{device_path}"] };

        Assert.Equal(["'ext4' has no subvolumes", "'ext4' has no subvolumes"], PlanRoot(ext4).Problems.Select(problem => problem.Message));
        Assert.Equal("a filesystem made by 'format_command' has no subvolumes", PlanRoot(command).Problems[0].Message);
        Assert.Contains("volume.swap_file", string.Join('.', LayoutPlanner.Plan(new(
            new() { Backing = "raw", SwapFile = Bytes.MiB(1), Partitions = new() { Type = "gpt", Named = new Dictionary<string, PartitionOptions> { ["root"] = command with { Subvolumes = new Dictionary<string, SubvolumeOptions>(), DefaultSubvolume = null } } } },
            "grub", null, "amd64", "seed")).Problems.Single().Path));
    }

    private static LayoutPlan PlanRoot(PartitionOptions root) => Plan(root, []);

    private static LayoutPlan Plan(Dictionary<string, SubvolumeOptions> subvolumes, Dictionary<string, PartitionOptions>? others = null, Action<Dictionary<string, SubvolumeOptions>>? change = null, string? defaultSubvolume = null)
    {
        var changed = new Dictionary<string, SubvolumeOptions>(subvolumes);
        change?.Invoke(changed);
        return Plan(new PartitionOptions { Filesystem = "btrfs", Size = new(Bytes.MiB(2048)), Mountopts = ["noatime"], Subvolumes = changed, DefaultSubvolume = defaultSubvolume }, others ?? []);
    }

    private static LayoutPlan Plan(PartitionOptions root, Dictionary<string, PartitionOptions> others) => LayoutPlanner.Plan(new(
        new() { Backing = "raw", Partitions = new() { Type = "gpt", Named = new Dictionary<string, PartitionOptions>(others) { ["root"] = root } } }, "grub", "uefi", "amd64", "seed"));
}
