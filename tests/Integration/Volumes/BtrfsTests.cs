using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Inspection;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>btrfs as the kernel and btrfs-progs read it.</summary>
public sealed class BtrfsTests
{
    private static readonly PartitionOptions Divided = Workbench.Partition("400MiB", "btrfs") with
    {
        DefaultSubvolume = "@",
        Subvolumes = new Dictionary<string, SubvolumeOptions>
        {
            ["@"] = new() { Mount = "/" },
            ["@many"] = new() { Mount = "/many" },
            ["@many/leaf"] = new(),
            ["@/deep/deep"] = new() { CopyOnWrite = false },
            ["backup/daily"] = new(),
        },
    };

    [Fact]
    public async Task Subvolumes_hold_their_part_of_the_tree()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root may mount the filesystem to look at it");
        if (await PrivateNamespaces.RunInsideAsync(typeof(BtrfsTests)))
            return;
        using var bench = new Workbench();
        await ManyKinds.FillAsync(bench);
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Divided }, "none"), "a.raw");

        await Checked.AssertSoundAsync(bench, layout.Root, result.Path);
        var inspected = await new ImageInspector(bench.Host, bench.Folder).InspectAsync(result.Path, default);
        Assert.Equal(["@", "@/deep/deep", "@many", "@many/leaf", "backup/daily"], inspected.Partitions[0].Filesystem.Subvolumes);
        var mount = Directory.CreateDirectory(Path.Combine(bench.Folder, "mounted")).FullName;
        await bench.RunAsync("mount", "-o", "loop", result.Path, mount);
        var device = (await bench.RunAsync("findmnt", "--noheadings", "--output", "SOURCE", mount)).Split('[')[0];
        try
        {
            // Whole again, as the machine will see it: the default is '@', and what lies in it is seen without a mount.
            await bench.RunAsync("mount", "-o", "subvol=@many", device, mount + "/many");
            var (given, kept) = (await ManyKinds.ReadAsync(bench, bench.Root.HostPath), await ManyKinds.ReadAsync(bench, mount));
            Assert.Empty(given.Split('\n').Except(kept.Split('\n')));
            Assert.Equal(given, kept);

            var top = Directory.CreateDirectory(Path.Combine(bench.Folder, "top")).FullName;
            await bench.RunAsync("mount", "-o", "subvolid=5", device, top);
            Assert.Equal(
                ["256 5 @", "257 5 @many", "258 257 @many/leaf", "259 5 backup/daily", "260 256 @/deep/deep"],
                (await bench.RunAsync("btrfs", "subvolume", "list", top)).TrimEnd().Split('\n').Select(line => line.Split(' ')).Select(w => $"{w[1]} {w[6]} {w[8]}").Order());
            Assert.Contains("ID 256 ", await bench.RunAsync("btrfs", "subvolume", "get-default", top));
            Assert.Contains("---C---", await bench.RunAsync("lsattr", "-d", mount + "/deep/deep/deep"));
            await bench.RunAsync("btrfs", "subvolume", "snapshot", mount, top + "/backup/daily/first");
        }
        finally
        {
            await bench.RunAsync("umount", "--recursive", mount);
            await bench.RunAsync("umount", "--quiet", Path.Combine(bench.Folder, "top"));
        }

        await Checked.AssertSoundAsync(bench, layout.Root, result.Path);
    }

    [Fact]
    public async Task The_kernel_goes_on_with_a_btrfs_filesystem_and_leaves_it_sound()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root may mount the filesystem to write to it");
        if (await PrivateNamespaces.RunInsideAsync(typeof(BtrfsTests)))
            return;
        using var bench = new Workbench();
        await ManyKinds.FillAsync(bench);
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("400MiB", "btrfs") }, "none"), "a.raw");
        var mount = Directory.CreateDirectory(Path.Combine(bench.Folder, "mounted")).FullName;

        await bench.RunAsync("mount", "-o", "loop", result.Path, mount);
        try
        {
            await bench.RunAsync("bash", "-c", $"""
                set -eu; cd '{mount}'
                rm -r many/leaf deep second; for n in $(seq 1 2 2500); do rm many/node/file-$n; done
                for n in $(seq 3000); do echo $n > many/node/new-$n; echo $n > many/block/new-$n; ln many/block/new-$n empty/; done
                cp -a --no-dereference many copied; setfattr -n user.more -v x listed capable many; head -c 90000000 /dev/urandom > huge; truncate -s 1000 random; rm -r copied/node
                btrfs balance start --full-balance . >/dev/null
                btrfs scrub start -B . >/dev/null
                dd if=/dev/zero of=full bs=1M status=none || true; rm full
                """);
        }
        finally
        {
            await bench.RunAsync("umount", mount);
        }

        await Checked.AssertSoundAsync(bench, layout.Root, result.Path);
    }

    // The copy of the superblock at 64 MiB lies amid the content.
    [Theory]
    [InlineData(20)]
    [InlineData(46)]
    [InlineData(47)]
    [InlineData(48)]
    [InlineData(200)]
    public async Task Large_content_lies_around_the_copies_of_the_superblock(int size)
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(BtrfsTests)))
            return;
        using var bench = new Workbench();
        var content = new byte[size << 20];
        new Random(size).NextBytes(content);
        await bench.Root.WriteAsync("/big", new MemoryStream(content));

        var (result, layout) = await bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("600MiB", "btrfs") }, "none"), "a.raw");

        await Checked.AssertSoundAsync(bench, layout.Root, result.Path);
        await bench.RunAsync("btrfs", "inspect-internal", "dump-super", "--super", "1", result.Path);
        var restored = Directory.CreateDirectory(Path.Combine(bench.Folder, "restored")).FullName;
        await bench.RunAsync("btrfs", "restore", result.Path, restored);
        Assert.Equal(content, await File.ReadAllBytesAsync(restored + "/big"));
    }

    [Fact]
    public async Task The_order_in_which_files_were_made_and_where_does_not_show()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(BtrfsTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        bench.Root.CreateDirectory("/many");
        bench.Root.CreateDirectory("/deep/deep");
        var layout = Workbench.Plan("none", new() { ["root"] = Divided }, "none");
        var (first, made) = await bench.MakeAsync(layout, "a.raw");
        await bench.RunAsync("bash", "-c", $"cd '{bench.Root.HostPath}' && mkdir ../other && find . -mindepth 1 -maxdepth 1 | sort --reverse | while read -r name; do cp -a \"$name\" ../other/; done && rm -r ./* && cp -a ../other/. .");

        var (second, _) = await bench.MakeAsync(layout, "b.raw");

        await Checked.AssertSoundAsync(bench, made.Root, first.Path);
        Assert.Equal(first.Sha256, second.Sha256);
    }

    [Fact]
    public async Task A_file_with_very_many_names_in_one_directory_keeps_them()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(BtrfsTests)))
            return;
        using var bench = new Workbench();
        await bench.RunAsync("bash", "-c", $"cd '{bench.Root.HostPath}' && echo linked >first && for n in $(seq 1000); do ln first name-$n; done");

        var (result, layout) = await bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("200MiB", "btrfs") }, "none"), "a.raw");

        await Checked.AssertSoundAsync(bench, layout.Root, result.Path);
    }

    [Fact]
    public async Task A_subvolume_behind_a_link_and_content_that_does_not_fit_are_refused()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(BtrfsTests)))
            return;
        using var bench = new Workbench();
        bench.Root.CreateDirectory("/usr/many");
        bench.Root.CreateLink("/many", "usr/many");

        var error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Divided }, "none"), "a.raw"));
        Assert.Equal("'/many' leads over a link, and is the directory of a subvolume", error.Message);

        var incompressible = new byte[70 << 20];
        new Random(1).NextBytes(incompressible);
        await bench.Root.WriteAsync("/big", new MemoryStream(incompressible));
        error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("140MiB", "btrfs") }, "none"), "a.raw"));
        Assert.Contains("is too small", error.Message);
    }
}
