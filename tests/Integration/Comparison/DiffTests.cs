using System.Globalization;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Comparison;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Test.Integration.Volumes;
using Xunit;

namespace BootstrapVz.Test.Integration.Comparison;

/// <summary>Images made with the real tools, compared without mounting them.</summary>
public sealed class DiffTests
{
    private static readonly Dictionary<string, PartitionOptions> Split = new()
    {
        ["boot"] = Workbench.Partition("40MiB", "ext2"),
        ["swap"] = Workbench.Partition("16MiB", null),
        ["root"] = Workbench.Partition("300MiB"),
        ["var"] = Workbench.Partition("64MiB", "ext3"),
        ["data"] = Workbench.Partition("16MiB", "vfat"),
    };

    private static readonly Dictionary<string, PartitionOptions> WithFat32 = new(Split) { ["big"] = Workbench.Partition("300MiB", "vfat") };

    [Fact]
    public async Task What_is_read_is_what_was_written()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(DiffTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await FillMoreAsync(bench);
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("gpt", WithFat32, firmware: "both"), "a.qcow2", "qcow2");

        using var disk = await ImageDisk.OpenAsync(bench.Host, result.Path, bench.Folder, default);
        var tree = DiskTree.Of(disk);
        Assert.Equal(layout.Partitions.Select(p => p.Filesystem ?? "data"), disk.Parts.Select(p => p.Filesystem.Type));

        // FAT keeps neither mode nor owner.
        string[] fat = ["/data", "/big", "/boot/efi"];
        var expected = await bench.RunAsync("find", bench.Root.HostPath, "-type", "f", "-printf", "/%P %m %U:%G %s\n", "-or", "-type", "l", "-printf", "/%P %l\n", "-or", "-type", "d", "-printf", "/%P %m %U:%G\n");
        Assert.Equal(
            expected.TrimEnd('\n').Split('\n').Where(l => !fat.Any(l.StartsWith)).Order(StringComparer.Ordinal),
            tree.Where(f => f.Value.Part.Filesystem.Type != "vfat" && !f.Key.Contains("lost+found")).Select(f => Line(f.Key, f.Value.Entry)).Order(StringComparer.Ordinal));
        Assert.Subset(tree.Keys.ToHashSet(), new HashSet<string> { "/data/a/further folder/A long name, with ü", "/big/a/UPPER.TXT", "/big/a/large.bin", "/etc/name with spaces and ü" });
        foreach (var (path, file) in tree.Where(f => f.Value.Entry.Content is not null))
            Assert.True(File.ReadAllBytes(bench.Root.Resolve(path)).AsSpan().SequenceEqual(file.Entry.Content!.Take(0, file.Entry.Size)), path);
        Assert.Equal("0100000200200000000000000000000000000000", tree["/usr/ping"].Entry.Properties["attribute security.capability"]);
    }

    [Fact]
    public async Task A_changed_byte_is_found_by_file_and_place()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(DiffTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.Root.WriteTextAsync("/etc/fstab", "");
        var layout = Workbench.Plan("gpt", Split, firmware: "both");
        var first = await MakeAsync(bench, layout, "a.raw");
        await using (var kernel = File.OpenWrite(bench.Root.Resolve("/boot/vmlinuz")))
        {
            kernel.Position = 2_000_000;
            kernel.WriteByte(1);
        }

        await bench.Root.WriteTextAsync("/usr/ping", "something else");
        await bench.Root.WriteTextAsync("/data/more", "more");
        bench.Root.DeleteFile("/var/tmp/kept");
        var second = await MakeAsync(bench, layout, "b.raw");
        var images = await CompareAsync(bench, first, second);

        Assert.False(images.Equal);
        Assert.Empty(images.Disk);
        Assert.Empty(images.Partitions);
        var kernelChange = Assert.Single(images.Files, f => f.Path.EndsWith("/vmlinuz", StringComparison.Ordinal));
        Assert.Equal(2_000_000, kernelChange.Content!.Byte);
        var part = layout.Partitions.Single(p => p.Key == "boot");
        Assert.Equal($"partition {part.Number}", kernelChange.Content.Part);
        await using (var image = File.OpenRead(second))
        {
            image.Position = part.Start.Count + kernelChange.Content.Place!.Value;
            Assert.Equal(1, image.ReadByte());
        }

        Assert.Contains(images.Files, f => f is { Path: "/usr/ping", Kind: ChangeKind.Changed, FirstSize: 7, SecondSize: 14, Content.Byte: 0 });
        Assert.Contains(images.Files, f => f.Path.EndsWith("/more", StringComparison.Ordinal) && f is { Kind: ChangeKind.Added, SecondSize: 4 });
        Assert.Contains(images.Files, f => f.Path.EndsWith("/tmp/kept", StringComparison.Ordinal) && f.Kind == ChangeKind.Removed);
    }

    [Fact]
    public async Task What_only_metadata_shows_is_found_too()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(DiffTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var layout = Workbench.Plan("none", new() { ["root"] = Workbench.Partition("64MiB") }, "none");
        var first = await MakeAsync(bench, layout, "a.raw");
        var second = await CopyAsync(bench, first, "b.raw", "set_inode_field /usr/owned mode 0100600", "set_inode_field /usr/owned uid 9", "ea_set /usr/first user.note x");
        var third = await CopyAsync(bench, first, "c.raw", "set_inode_field /usr/owned ctime @1");

        var visible = await CompareAsync(bench, first, second);
        Assert.Equal(
            ["/usr/first attribute user.note none 78", "/usr/owned mode 0644 0600", "/usr/owned owner 7:8 9:8", "/usr/second attribute user.note none 78"],
            visible.Files.SelectMany(f => f.Changes.Select(c => $"{f.Path} {c.What} {c.First ?? "none"} {c.Second}")));
        Assert.All(visible.Files, file => Assert.Null(file.Content));

        var hidden = await CompareAsync(bench, first, third);
        Assert.False(hidden.Equal);
        Assert.Empty(hidden.Files);
        Assert.Matches("^change time in inode [0-9]+, /usr/owned$", hidden.Byte!.What);
        Assert.Equal(1, hidden.Blocks);
    }

    [Fact]
    public async Task A_byte_of_no_file_is_told_by_what_lies_there()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(DiffTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var first = await MakeAsync(bench, Workbench.Plan("none", new() { ["root"] = Workbench.Partition("64MiB") }, "none"), "a.raw");
        foreach (var (place, what) in ((int, string)[])[(1024 + 0x7b, "superblock"), (4096 + 3, "group descriptors"), (40 << 20, "unused block")])
        {
            var second = await CopyAsync(bench, first, "b.raw");
            await using (var image = File.OpenWrite(second))
            {
                image.Position = place;
                image.WriteByte(0x77);
            }

            var images = await CompareAsync(bench, first, second);
            Assert.Equal((place, what), (images.Byte!.Byte, images.Byte.What));
            Assert.Empty(images.Files);
        }
    }

    [Fact]
    public async Task The_same_disk_is_equal_in_any_format_and_a_partition_more_is_told()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(DiffTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var layout = Workbench.Plan("gpt", Split, firmware: "both");
        var raw = await MakeAsync(bench, layout, "a.raw");
        var qcow2 = (await bench.MakeAsync(layout, "a.qcow2", "qcow2")).Result.Path;
        Assert.True((await CompareAsync(bench, raw, qcow2)).Equal);

        // The same disk in the same format, its clusters in another order.
        var shuffled = Path.Combine(bench.Output, "b.qcow2");
        await bench.RunAsync("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-o", "cluster_size=4k", raw, shuffled);
        var sameDisk = await CompareAsync(bench, qcow2, shuffled);
        Assert.False(sameDisk.Equal);
        Assert.Null(sameDisk.Byte);
        Assert.NotNull(sameDisk.FileByte);

        var fewer = new Dictionary<string, PartitionOptions>(Split);
        fewer.Remove("data");
        var images = await CompareAsync(bench, raw, await MakeAsync(bench, Workbench.Plan("gpt", fewer, firmware: "both"), "c.raw"));
        var data = layout.Partitions.Single(p => p.Key == "data");
        Assert.Contains(images.Disk, c => c.What == "size");
        Assert.Contains(images.Partitions, p => p.Name == string.Create(CultureInfo.InvariantCulture, $"partition {data.Number}") && p.Kind == ChangeKind.Removed);
    }

    private static string Line(string path, FileEntry entry)
    {
        var name = path == "/" ? "/" : path;
        return entry.Kind switch
        {
            "link" => $"{name} {entry.Properties["target"]}",
            "file" => $"{name} {entry.Properties["mode"].TrimStart('0')} {entry.Properties["owner"]} {entry.Size}",
            _ => $"{name} {entry.Properties["mode"].TrimStart('0')} {entry.Properties["owner"]}",
        };
    }

    // Deep and wide, and the fstab that says what is mounted where.
    private static async Task FillMoreAsync(Workbench bench)
    {
        var root = bench.Root;
        await bench.RunAsync("setcap", "cap_net_raw+ep", root.HostPath + "/usr/ping");
        foreach (var number in Enumerable.Range(0, 2000))
            await root.WriteTextAsync($"/usr/wide/a rather long name of a file, number {number}", number.ToString(CultureInfo.InvariantCulture));
        // With blocks of 4 KiB the third level of pointers begins at 4 GiB; a hole in front takes no space.
        await bench.RunAsync("truncate", "--size=8M", root.HostPath + "/var/tail");
        await bench.RunAsync("sh", "-c", $"echo end >> {root.HostPath}/var/tail");
        await bench.RunAsync("sh", "-c", $"seq 1000000 > {root.HostPath}/var/large");
        await root.WriteTextAsync("/data/a/further folder/A long name, with ü", "short");
        await root.WriteTextAsync("/big/a/UPPER.TXT", "upper");
        await root.WriteAsync("/big/a/large.bin", new MemoryStream([.. Enumerable.Range(0, 1 << 20).Select(n => (byte)(n * 7 >> 3))]));
        var layout = Workbench.Plan("gpt", WithFat32, firmware: "both");
        await root.WriteTextAsync("/etc/fstab", string.Concat(layout.Mounted.Select(p => $"UUID={p.FilesystemUuid} {p.MountPoint} {p.Filesystem} defaults 0 0\n")));
    }

    private static async Task<string> MakeAsync(Workbench bench, PartitionLayout layout, string name) => (await bench.MakeAsync(layout, name)).Result.Path;

    private static async Task<string> CopyAsync(Workbench bench, string image, string name, params string[] requests)
    {
        var copy = Path.Combine(bench.Output, name);
        await bench.RunAsync("cp", "--sparse=always", image, copy);
        if (requests.Length > 0)
            await bench.Host.RunAsync(new("debugfs", "-w", "-f", "-", copy) { Input = string.Join('\n', requests) + "\n" }, default);
        return copy;
    }

    private static Task<ImageComparison> CompareAsync(Workbench bench, string first, string second) =>
        new ImageComparer(bench.Host, bench.Folder).CompareAsync(first, second, default);
}
