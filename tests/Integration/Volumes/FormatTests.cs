using System.Buffers.Binary;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>Images of every format, held against the raw one and against each other.</summary>
public sealed class FormatTests
{
    // As qemu-img(1) calls them.
    private static readonly Dictionary<string, string> Disks = new()
    {
        ["qcow2"] = "qcow2",
        ["vmdk"] = "vmdk",
        ["vmdk-stream"] = "vmdk",
        ["vdi"] = "vdi",
        ["vhd"] = "vpc",
        ["vhd-dynamic"] = "vpc",
        ["vhdx"] = "vhdx",
    };

    private static readonly Dictionary<string, PartitionOptions> Split = new()
    {
        ["boot"] = Workbench.Partition("40MiB", "ext2"),
        ["root"] = Workbench.Partition("77MiB"),
    };

    private static string[] All => [.. ImageFormat.All.Where(format => format.Kind != ImageKind.Device).Select(format => format.Name)];

    [Fact]
    public async Task Every_disk_format_holds_the_raw_disk_and_is_sound()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FormatTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);

        var images = (await bench.MakeAllAsync(Workbench.Plan("gpt", Split, firmware: "bios"), "a", All)).ToDictionary(image => image.Format);

        Assert.Equal(All.Order(), images.Keys.Order());
        Assert.Equal(images.Values.Select(image => Path.GetFileName(image.Path)).Order(StringComparer.Ordinal), Directory.EnumerateFileSystemEntries(bench.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (name, format) in Disks)
        {
            var image = images[name];
            await bench.RunAsync("qemu-img", "compare", "-f", "raw", "-F", format, images["raw"].Path, image.Path);
            // 63: no checks are known for the format (qemu-img(1), check).
            var check = await bench.Host.RunAsync(new("qemu-img", "check", "-f", format, image.Path) { AllowedExitCodes = [0, 63] }, default);
            Assert.Equal(format == "vpc" ? 63 : 0, check.ExitCode);
            Assert.Equal(Bytes.MiB(117), image.VirtualSize);
            Assert.Equal(new FileInfo(image.Path).Length, image.ApparentSize.Count);
            Assert.StartsWith(image.Sha256, await bench.RunAsync("sha256sum", image.Path));
        }
    }

    [Fact]
    public async Task A_compressed_qcow2_is_smaller_and_holds_the_same_disk()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FormatTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.Root.WriteTextAsync("/text", string.Concat(Enumerable.Repeat("the same line again and again\n", 200_000)));
        var plain = (await bench.MakeAllAsync(Workbench.Plan("gpt", Split, firmware: "bios"), "a", "raw", "qcow2")).ToDictionary(image => image.Format);
        bench.Finishing.Compress = true;
        var (compressed, _) = await bench.MakeAsync(Workbench.Plan("gpt", Split, firmware: "bios"), "c.qcow2", "qcow2");
        var (again, _) = await bench.MakeAsync(Workbench.Plan("gpt", Split, firmware: "bios"), "d.qcow2", "qcow2");

        await bench.RunAsync("qemu-img", "compare", "-f", "raw", "-F", "qcow2", plain["raw"].Path, compressed.Path);
        await bench.RunAsync("qemu-img", "check", "-f", "qcow2", compressed.Path);
        Assert.True(compressed.AllocatedSize.Count * 2 < plain["qcow2"].AllocatedSize.Count, $"{compressed.AllocatedSize} of {plain["qcow2"].AllocatedSize}");
        Assert.Equal(compressed.Sha256, again.Sha256);
    }

    [Fact]
    public async Task The_same_tree_and_seed_give_the_same_bytes_in_every_format()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FormatTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var layout = Workbench.Plan("gpt", Split, firmware: "bios");
        var first = await bench.MakeAllAsync(layout, "a", All);
        // Some formats count seconds.
        await Task.Delay(1100);
        Directory.Move(bench.Output, bench.Output + "-first");
        var second = await bench.MakeAllAsync(layout, "a", All);

        Assert.Equal(first.Select(image => $"{image.Format} {image.Sha256}"), second.Select(image => $"{image.Format} {image.Sha256}"));
        Assert.Equal(All.Length - 2, first.Select(image => image.Sha256).Distinct().Count()); // archive and both kinds of folder hold the same
        await bench.RunAsync("diff", "--recursive", "--no-dereference", bench.Output + "-first/a", bench.Output + "/a.chroot");
    }

    [Fact]
    public async Task A_fixed_vhd_is_whole_mebibytes_and_a_footer_and_one_that_grows_begins_with_it()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FormatTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var images = await bench.MakeAllAsync(Workbench.Plan("gpt", Split, firmware: "bios"), "a", "vhd", "vhd-dynamic");

        var fixedDisk = await File.ReadAllBytesAsync(images[0].Path);
        Assert.Equal(Bytes.MiB(117).Count + 512, fixedDisk.Length);
        AssertFooter(fixedDisk.AsSpan(fixedDisk.Length - 512), type: 2);
        var growing = await File.ReadAllBytesAsync(images[1].Path);
        AssertFooter(growing.AsSpan(growing.Length - 512), type: 3);
        Assert.True(growing.AsSpan(0, 512).SequenceEqual(growing.AsSpan(growing.Length - 512)));
    }

    // Microsoft's Virtual Hard Disk Image Format Specification 1.0, "Hard Disk Footer Format".
    private static void AssertFooter(ReadOnlySpan<byte> footer, uint type)
    {
        Assert.True(footer[..8].SequenceEqual("conectix"u8));
        Assert.Equal(1_700_000_000u - 946_684_800u, BinaryPrimitives.ReadUInt32BigEndian(footer[24..]));
        Assert.Equal(Bytes.MiB(117).Count, BinaryPrimitives.ReadInt64BigEndian(footer[48..]));
        Assert.Equal(type, BinaryPrimitives.ReadUInt32BigEndian(footer[60..]));
        var sum = 0u;
        foreach (var b in footer)
            sum += b;
        var checksum = BinaryPrimitives.ReadUInt32BigEndian(footer[64..]);
        foreach (var b in footer[64..68])
            sum -= b;
        Assert.Equal(~sum, checksum);
    }

    [Fact]
    public async Task A_vmdk_names_its_own_file()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FormatTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        foreach (var image in await bench.MakeAllAsync(Workbench.Plan("gpt", Split, firmware: "bios"), "a", "vmdk", "vmdk-stream"))
        {
            var head = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(image.Path), 512, 2048);
            Assert.Contains($" SPARSE \"{Path.GetFileName(image.Path)}\"\n", head, StringComparison.Ordinal);
            Assert.Contains(image.Format == "vmdk" ? "createType=\"monolithicSparse\"" : "createType=\"streamOptimized\"", head, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Archives_and_folders_hold_the_tree_as_it_is()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FormatTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var root = bench.Root.HostPath;
        await bench.RunAsync("setcap", "cap_net_raw+ep", root + "/usr/ping");
        await bench.RunAsync("chmod", "4750", root + "/usr/owned");
        await bench.RunAsync("mkfifo", root + "/pipe");
        await bench.RunAsync("chown", "3000000:4000000", root + "/pipe");
        await bench.RunAsync("setfattr", "-n", "user.note", "-v", "with spaces\nand = lines", root + "/usr/first");
        await bench.Root.WriteTextAsync("/usr/" + string.Join('/', Enumerable.Repeat("a long folder name", 12)) + "/file", "deep");
        await bench.RunAsync("find", root, "-exec", "touch", "--no-dereference", "--date=@1600000000", "{}", "+");
        var images = await bench.MakeAllAsync(Workbench.Plan("gpt", Split, firmware: "bios"), "a", "tar", "folder");

        // Read by another program.
        var unpacked = Directory.CreateDirectory(Path.Combine(bench.Folder, "unpacked")).FullName;
        await bench.RunAsync("tar", "--extract", "--file", images[0].Path, "--directory", unpacked, "--numeric-owner", "--same-owner", "--preserve-permissions", "--xattrs", "--xattrs-include=*");
        var expected = await ListAsync(bench, root);
        Assert.Contains("3000000:4000000", expected, StringComparison.Ordinal);
        Assert.Contains("security.capability", expected, StringComparison.Ordinal);
        Assert.Equal(expected, await ListAsync(bench, unpacked));
        Assert.Equal(expected, await ListAsync(bench, images[1].Path));
        Assert.StartsWith(images[0].Sha256, await bench.RunAsync("sha256sum", images[0].Path));
        Assert.Equal(images[0].Sha256, images[1].Sha256);
        Assert.Equal(0, images[0].ApparentSize.Count % 10240);
    }

    [Fact]
    public async Task A_conversion_that_fails_leaves_no_image_at_all()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FormatTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await File.WriteAllTextAsync(Path.Combine(bench.Output, "a.qcow2"), "of yesterday");
        await using var image = bench.Image(Workbench.Plan("gpt", Split, firmware: "bios"), "a", "qcow2", "folder", "vdi");
        await image.CreateAsync(default);
        await image.PartitionAsync(default);
        await image.PopulateAsync(default);
        // What the last step is made from is gone.
        await bench.RunAsync("rm", "-rf", bench.Root.HostPath);

        await Assert.ThrowsAnyAsync<Exception>(() => image.SealAsync(default));

        Assert.Equal(["a.qcow2"], Directory.EnumerateFileSystemEntries(bench.Output).Select(Path.GetFileName));
        Assert.Equal("of yesterday", await File.ReadAllTextAsync(Path.Combine(bench.Output, "a.qcow2")));
    }

    [Fact]
    public async Task A_disk_that_is_too_full_for_all_formats_gets_none()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FormatTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var bytes = new byte[20 << 20];
        new Random(1).NextBytes(bytes);
        await bench.Root.WriteAsync("/usr/big", new MemoryStream(bytes));
        var layout = Workbench.Plan("gpt", Split, firmware: "bios");
        foreach (var (size, formats) in ((string, string[])[])[("40m", ["qcow2", "vdi", "vhdx"]), ("30m", ["tar", "folder"])])
        {
            await bench.RunAsync("mount", "-t", "tmpfs", "-o", "size=" + size, "small", bench.Output);
            await using var image = bench.Image(layout, "a", formats);
            await image.CreateAsync(default);
            await image.PartitionAsync(default);
            await image.PopulateAsync(default);

            var error = await Assert.ThrowsAsync<Base.Errors.BuildException>(() => image.SealAsync(default));

            Assert.StartsWith($"no space left in '{bench.Output}': the images take about ", error.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(bench.Output));
            await bench.RunAsync("umount", bench.Output);
        }
    }

    // Every name with type, mode, owner, size, time and links, and every attribute.
    private static async Task<string> ListAsync(Workbench bench, string folder)
    {
        var names = await bench.Host.RunAsync(new("find", ".", "-printf", "%p %y %m %U:%G %n %T@ %l\n") { WorkingDirectory = folder }, default);
        var files = await bench.Host.RunAsync(new("sh", "-c", "find . -type f -exec sha256sum {} +; find . ! -type l -exec getfattr --dump --match=- --encoding=hex {} +") { WorkingDirectory = folder }, default);
        return string.Join('\n', names.Lines.Concat(files.Lines).Order(StringComparer.Ordinal));
    }
}
