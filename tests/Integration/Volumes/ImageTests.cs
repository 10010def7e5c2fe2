using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Volumes;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

public sealed class ImageTests
{
    private static readonly Dictionary<string, PartitionOptions> Split = new()
    {
        ["boot"] = Workbench.Partition("40MiB", "ext2"),
        ["swap"] = Workbench.Partition("16MiB", null),
        ["root"] = Workbench.Partition("300MiB"),
        ["var"] = Workbench.Partition("64MiB"),
        ["var/tmp"] = Workbench.Partition("32MiB", "ext3", "1777"),
        ["data"] = Workbench.Partition("16MiB", "vfat"),
    };

    [Fact]
    public async Task A_gpt_image_has_the_planned_partitions_and_sound_filesystems()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);

        var (result, layout) = await bench.MakeAsync(Workbench.Plan("gpt", Split, firmware: "both"), "a.raw");

        Assert.Equal(layout.VolumeSize.Count, new FileInfo(result.Path).Length);
        Assert.Equal(Bytes.MiB(468), result.VirtualSize);
        Assert.True(result.AllocatedSize < Bytes.MiB(60));
        Assert.Contains("No errors detected", await bench.RunAsync("sfdisk", "--verify", result.Path));
        var (disk, entries) = GptReader.Read(result.Path);
        Assert.Equal(layout.DiskGuid, disk);
        Assert.Equal(
            layout.Partitions.Select(p => new GptEntry(p.TypeGuid, p.UniqueGuid, p.Start.Count / 512, p.End.Count / 512 - 1, p.Name)),
            entries);
        foreach (var partition in layout.Partitions.Where(p => p.Filesystem is not null))
        {
            var part = await bench.ExtractAsync(result.Path, partition);
            Assert.Equal($"{partition.FilesystemUuid} {partition.Filesystem} {partition.Label}",
                (await bench.RunAsync("blkid", "-p", "-s", "UUID", "-s", "TYPE", "-s", "LABEL", "-o", "value", part)).TrimEnd().Split('\n') is [var label, var uuid, var type]
                    ? $"{uuid} {type} {label}"
                    : "");
            if (partition.IsExt)
                await bench.RunAsync("e2fsck", "-fn", part);
            else if (partition.Filesystem == "vfat")
                await bench.RunAsync("fsck.vfat", "-n", part);
        }
    }

    [Fact]
    public async Task Filesystems_hold_exactly_their_part_of_the_tree()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("gpt", Split, firmware: "bios"), "a.raw");

        // Put together again in the order in which they are mounted: what lies below a mount point must be empty in the parent.
        var copy = Directory.CreateDirectory(Path.Combine(bench.Folder, "copy")).FullName;
        foreach (var partition in layout.Mounted)
        {
            var part = await bench.ExtractAsync(result.Path, partition);
            var place = Directory.CreateDirectory(copy + partition.MountPoint).FullName;
            Assert.Empty(Directory.EnumerateFileSystemEntries(place));
            if (partition.IsExt)
            {
                await bench.RunAsync("debugfs", "-R", $"rdump / {place}", part);
                Assert.Contains($"Mode:  {(partition.Key == "var/tmp" ? "01777" : "0755")} ", await bench.RunAsync("debugfs", "-R", "stat /", part));
                if (Directory.Exists(place + "/lost+found"))
                    Directory.Delete(place + "/lost+found");
            }
            else
            {
                await bench.RunAsync("mcopy", "-s", "-n", "-i", part, "::*", place);
            }
        }

        Assert.Equal(await ListAsync(bench, bench.Root.HostPath), await ListAsync(bench, copy));
    }

    [Fact]
    public async Task Attributes_hard_links_holes_and_devices_survive()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.RunAsync("setcap", "cap_net_raw+ep", bench.Root.HostPath + "/usr/ping");
        await bench.RunAsync("chmod", "4750", bench.Root.HostPath + "/usr/owned");
        await bench.RunAsync("mkfifo", bench.Root.HostPath + "/pipe");
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("64MiB") }, "none"), "a.raw");

        Assert.Equal(Bytes.Zero, layout.Root.Start);
        async Task<string> AskAsync(string request) => await bench.RunAsync("debugfs", "-R", request, result.Path);
        Assert.Contains("security.capability", await AskAsync("ea_list /usr/ping"));
        Assert.Contains("Links: 2 ", await AskAsync("stat /usr/first"));
        Assert.Contains("Type: FIFO", await AskAsync("stat /pipe"));
        Assert.Contains("User:     7   Group:     8", await AskAsync("stat /usr/owned"));
        Assert.Contains("Mode:  04750 ", await AskAsync("stat /usr/owned"));
        var sparse = await AskAsync("stat /var/sparse");
        Assert.Contains("Size: 10485760", sparse);
        Assert.Contains("Blockcount: 8\n", sparse);
    }

    [Fact]
    public async Task The_same_tree_and_seed_give_the_same_bytes_and_every_format_the_same_disk()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var layout = Workbench.Plan("gpt", Split, firmware: "both");

        var (first, _) = await bench.MakeAsync(layout, "a.raw");
        // Another day, and after the tree was read and its files were touched by a build that began anew.
        await bench.RunAsync("find", bench.Root.HostPath, "-exec", "touch", "--no-dereference", "{}", "+");
        var (second, _) = await bench.MakeAsync(layout, "b.raw");
        var (converted, _) = await bench.MakeAsync(layout, "a.qcow2", "qcow2");

        Assert.Equal(first.Sha256, second.Sha256);
        Assert.StartsWith(first.Sha256, await bench.RunAsync("sha256sum", first.Path));
        await bench.RunAsync("qemu-img", "compare", first.Path, converted.Path);
        Assert.True(converted.ApparentSize < Bytes.MiB(80));
    }

    [Fact]
    public async Task The_order_in_which_files_were_made_does_not_show()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        string[] files = ["/usr/a", "/usr/b/c", "/usr/b/d", "/data/e", "/data/f/g", "/data/f/h", "/data/f/i/j", "/data/k/l"];
        var layout = Workbench.Plan("gpt", Split, firmware: "both");
        var commanded = Workbench.Plan("gpt", new(Split)
        {
            ["root"] = Split["root"] with { FormatCommand = ["mkfs.{fs}", "-q", "-b", "1024", "-E", "lazy_itable_init=1", "{device_path}", "{size}"] },
        });

        var onXfs = Workbench.Plan("gpt", new(Split) { ["root"] = Workbench.Partition("400MiB", "xfs"), ["var"] = Workbench.Partition("300MiB", "xfs") });

        async Task<string[]> HashesAsync(IEnumerable<string> order)
        {
            using var bench = new Workbench();
            SampleTree.Fill(bench.Root);
            foreach (var file in order)
                await bench.Root.WriteTextAsync(file, file);
            return
            [
                (await bench.MakeAsync(layout, "a.raw")).Result.Sha256,
                (await bench.MakeAsync(layout, "a.qcow2", "qcow2")).Result.Sha256,
                (await bench.MakeAsync(commanded, "b.raw")).Result.Sha256,
                (await bench.MakeAsync(onXfs, "c.raw")).Result.Sha256,
            ];
        }

        Assert.Equal(await HashesAsync(files), await HashesAsync(files.Reverse()));
    }

    [Fact]
    public async Task Automatic_sizes_leave_the_promised_room()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        foreach (var number in Enumerable.Range(0, 3000))
            await bench.Root.WriteTextAsync($"/usr/many/{number / 100}/{number}", new string('x', number * 7));
        var (result, layout) = await bench.MakeAsync(
            Workbench.Plan("msdos", new() { ["root"] = Workbench.Partition("auto"), ["boot"] = Workbench.Partition("auto") }), "a.raw");

        foreach (var (partition, margin) in layout.Partitions.Zip((long[])[64, 256]))
        {
            var part = await bench.ExtractAsync(result.Path, partition);
            await bench.RunAsync("e2fsck", "-fn", part);
            var facts = (await bench.RunAsync("dumpe2fs", "-h", part)).Split('\n').Where(l => l.Contains(':')).ToLookup(l => l.Split(':')[0], l => l.Split(':')[1].Trim());
            var free = long.Parse(facts["Free blocks"].First()) - long.Parse(facts["Reserved block count"].First());
            Assert.InRange(free * 4096 / 1048576.0, margin - 0.2, margin + 3);
        }
    }

    [Fact]
    public async Task A_full_disk_is_explained_and_leaves_nothing()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "small", bench.Output);
        await bench.Root.WriteAsync("/usr/big", new MemoryStream(new byte[5 << 20]));

        await using var image = bench.Image(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("64MiB") }, "none"), "a.raw");
        var error = await Assert.ThrowsAsync<BuildException>(() => image.CreateAsync(default));

        Assert.Matches(@"^no space left in '.*': the image takes about \d+MiB, \d+MiB are free, \d+MiB are missing$", error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Output));
        await bench.RunAsync("umount", "--lazy", bench.Output);
    }

    [Fact]
    public async Task An_unfinished_image_has_no_name_and_a_finished_one_replaces_the_last()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var layout = Workbench.Plan("none", new() { ["root"] = Workbench.Partition("64MiB") }, "none");
        await File.WriteAllTextAsync(Path.Combine(bench.Output, "a.raw"), "old");
        await using (var image = bench.Image(layout, "a.raw"))
        {
            await image.CreateAsync(default);
            await image.PartitionAsync(default);
            await image.PopulateAsync(default);
            Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(bench.Output, "a.raw")));
        }

        Assert.Single(Directory.EnumerateFileSystemEntries(bench.Output));
        var (result, _) = await bench.MakeAsync(layout, "a.raw");
        Assert.Equal(64 << 20, new FileInfo(result.Path).Length);
        Assert.Single(Directory.EnumerateFileSystemEntries(bench.Output));
    }

    [Fact]
    public async Task A_format_command_of_the_manifest_makes_a_filled_filesystem()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ImageTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var root = Workbench.Partition("64MiB") with { FormatCommand = ["mkfs.{fs}", "-q", "-b", "1024", "-O", "^has_journal", "{device_path}", "{size}"] };
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("msdos", new() { ["root"] = root }), "a.raw");

        var part = await bench.ExtractAsync(result.Path, layout.Root);
        await bench.RunAsync("e2fsck", "-fn", part);
        var facts = await bench.RunAsync("dumpe2fs", "-h", part);
        Assert.Contains("Block size:               1024\n", facts);
        Assert.Contains($"Filesystem UUID:          {layout.Root.FilesystemUuid}\n", facts);
        Assert.DoesNotContain("has_journal", facts);
        Assert.Contains("Links: 2 ", await bench.RunAsync("debugfs", "-R", "stat /usr/first", part));
    }

    private static async Task<string> ListAsync(Workbench bench, string folder)
    {
        // FAT keeps neither mode nor owner; and debugfs gives a file its mode before its owner, which takes set-id bits away.
        var list = await bench.RunAsync("find", folder, "-mindepth", "1", "-printf", "%P %y %m %l\n");
        var sums = await bench.RunAsync("find", folder, "-type", "f", "-exec", "sha256sum", "{}", ";");
        list = Regex.Replace(list, @" \d(\d{3}) ", " $1 ");
        return string.Join('\n', list.Split('\n').Where(l => !l.StartsWith("data", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            + string.Join('\n', sums.Replace(folder, "").Split('\n').Order(StringComparer.Ordinal));
    }
}
