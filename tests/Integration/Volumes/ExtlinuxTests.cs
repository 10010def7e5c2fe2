using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Common.Inspection.Boot;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>Images that start through extlinux, held against what its own installer does.</summary>
public sealed class ExtlinuxTests
{
    private const string File = "/boot/extlinux/ldlinux.sys";
    private const int Block = 4096;
    private const int Sector = 512;

    [Fact]
    public async Task Its_own_installer_changes_nothing_but_places()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && System.IO.File.Exists("/dev/loop-control"), "only root mounts a filesystem that lies in a file");
        if (await PrivateNamespaces.RunInsideAsync(typeof(ExtlinuxTests)))
            return;
        using var bench = new Workbench();
        await FillAsync(bench.Root);
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("200MiB") }, "extlinux"), "a.raw");
        var theirs = Path.Combine(bench.Folder, "theirs.raw");
        System.IO.File.Copy(result.Path, theirs);
        var mountPoint = Directory.CreateDirectory(Path.Combine(bench.Folder, "mounted")).FullName;
        await bench.RunAsync("mount", "-o", "loop", theirs, mountPoint);
        Assert.Contains("-i--", await bench.RunAsync("lsattr", mountPoint + File));
        await bench.RunAsync("extlinux", "--install", mountPoint + "/boot/extlinux");
        await bench.RunAsync("umount", mountPoint);

        var (ours, other) = (await ReadAsync(bench, result.Path), await ReadAsync(bench, theirs));
        await Checked.AssertSoundAsync(bench, layout.Root, theirs);
        Assert.Equal(other.Library, ours.Library);
        Assert.Equal(other.Mode, ours.Mode);
        Assert.Equal(other.Loader, ours.Loader);
        Assert.Equal(other.BootSector, ours.BootSector);
    }

    [Fact]
    public Task On_a_gpt_it_knows_where_it_lies_and_kernels_have_no_holes() => AssertStartsAsync("gpt", "ext4");

    [Fact]
    public Task On_an_msdos_table_it_knows_where_it_lies_and_kernels_have_no_holes() => AssertStartsAsync("msdos", "ext3");

    [Fact]
    public Task Without_a_table_it_knows_where_it_lies_and_kernels_have_no_holes() => AssertStartsAsync("none", "ext2");

    private static async Task AssertStartsAsync(string type, string filesystem, [CallerMemberName] string method = "")
    {
        Assert.SkipUnless(System.IO.File.Exists("/usr/bin/extlinux"), "this host has no extlinux");
        if (await PrivateNamespaces.RunInsideAsync(typeof(ExtlinuxTests), method))
            return;
        using var bench = new Workbench();
        await FillAsync(bench.Root);
        Dictionary<string, Base.Manifests.PartitionOptions> partitions = new() { ["root"] = Workbench.Partition("200MiB", filesystem) };
        if (type == "msdos")
            partitions["boot"] = Workbench.Partition("64MiB", filesystem);

        var plan = Workbench.Plan(type, partitions, "extlinux");
        var (result, layout) = await bench.MakeAsync(plan, "a.raw");
        Assert.Equal(result.Sha256, (await bench.MakeAsync(plan, "b.raw")).Result.Sha256);

        var part = await bench.ExtractAsync(result.Path, layout.Boot);
        await Checked.AssertSoundAsync(bench, layout.Boot, part);
        var folder = layout.Boot.MountPoint == "/boot" ? "" : "/boot";
        await ReadAsync(bench, part, folder);
        foreach (var kernel in (string[])["vmlinuz-1", "vmlinuz-2"])
        {
            var content = await System.IO.File.ReadAllBytesAsync(bench.Root.Resolve("/boot/" + kernel));
            Assert.Equal(content, await DumpAsync(bench, part, $"{folder}/{kernel}"));
            Assert.DoesNotContain(0, await BlocksAsync(bench, part, $"{folder}/{kernel}", content.Length));
        }

        using (var image = await ImageDisk.OpenAsync(bench.Host, result.Path, bench.Folder, default))
            Assert.Equal(new("syslinux", type == "none" ? "disk" : "partition 1"), BootPaths.Of(image, DiskTree.Of(image)).Bios);
        await using var disk = System.IO.File.OpenRead(result.Path);
        var first = new byte[Sector];
        disk.ReadExactly(first);
        if (type == "none")
            Assert.Equal("SYSLINUX"u8, first.AsSpan(3, 8));
        else
            Assert.Equal(await System.IO.File.ReadAllBytesAsync(type == "gpt" ? "/usr/lib/EXTLINUX/gptmbr.bin" : "/usr/lib/EXTLINUX/mbr.bin"), first[..440]);
    }

    private sealed record Installed(byte[] BootSector, byte[] Loader, byte[] Library, string Mode);

    // What a build puts there, and kernels with blocks of zeros: in few places, and in more than an inode has room for.
    private static async Task FillAsync(RootFs root)
    {
        SampleTree.Fill(root);
        foreach (var path in (string[])["/usr/bin/extlinux", "/usr/lib/EXTLINUX/mbr.bin", "/usr/lib/EXTLINUX/gptmbr.bin"])
            System.IO.File.Copy(path, root.Resolve(path), overwrite: true);
        var program = ExtlinuxProgram.Read(root);
        await System.IO.File.WriteAllBytesAsync(root.Resolve(File), ExtlinuxLoader.Unplaced(program));
        System.IO.File.SetUnixFileMode(root.Resolve(File), (UnixFileMode)0b100_100_100);
        await System.IO.File.WriteAllBytesAsync(root.Resolve("/boot/extlinux/ldlinux.c32"), program.Library);
        var random = new Random(1);
        foreach (var (name, holes) in ((string, int)[])[("vmlinuz-1", 1), ("vmlinuz-2", 700)])
        {
            var kernel = new byte[3000 * Block + 17];
            random.NextBytes(kernel);
            for (var hole = 1; hole <= holes; hole++)
                kernel.AsSpan(hole * 3 * Block, Block * (hole % 2 + 1)).Clear();
            await System.IO.File.WriteAllBytesAsync(root.Resolve("/boot/" + name), kernel);
        }
    }

    /// <summary>What is installed, once all the places in it were found to be right; they are left out.</summary>
    private static async Task<Installed> ReadAsync(Workbench bench, string part, string folder = "/boot")
    {
        var file = folder + "/extlinux/ldlinux.sys";
        var sector = new byte[Sector];
        await using (var disk = System.IO.File.OpenRead(part))
            disk.ReadExactly(sector);
        var loader = await DumpAsync(bench, part, file);
        var library = await DumpAsync(bench, part, folder + "/extlinux/ldlinux.c32");
        var sectors = (await BlocksAsync(bench, part, file, loader.Length)).SelectMany(block => Enumerable.Range(0, Block / Sector).Select(index => block * (Block / Sector) + index)).Take(loader.Length / Sector).ToList();
        var extended = Short(loader, 24 + 22);
        var pieces = loader.AsSpan(Short(loader, extended + 10), Short(loader, extended + 12) * 10);
        List<long> told = [Number(sector, Short(loader, extended + 14)) | (long)Number(sector, Short(loader, extended + 16)) << 32];
        for (var place = 0; Short(pieces, place + 8) is > 0 and var count; place += 10)
            told.AddRange(Enumerable.Range(0, count).Select(index => BinaryPrimitives.ReadInt64LittleEndian(loader.AsSpan(Short(loader, extended + 10) + place)) + index));
        told.AddRange(Enumerable.Range(0, 2).Select(index => BinaryPrimitives.ReadInt64LittleEndian(loader.AsSpan(Short(loader, extended) + index * 8))));
        Assert.Equal(sectors, told);
        Assert.Equal(0x3eb202feu, Enumerable.Range(0, (loader.Length - 2 * Sector) / 4).Aggregate(0u, (sum, index) => sum + Number(loader, index * 4)));

        pieces.Clear();
        loader.AsSpan(Short(loader, extended), 16).Clear();
        loader.AsSpan(24 + 16, 4).Clear();
        foreach (var (place, length) in ((int, int)[])[(Short(loader, extended + 14), 4), (Short(loader, extended + 16), 4), (0x18, 4)]) // and the geometry of a loop device
            sector.AsSpan(place, length).Clear();
        var mode = (await bench.RunAsync("debugfs", "-R", "stat " + file, part)).Split('\n')[0].Split("Mode:")[1];
        return new(sector, loader, library, mode);
    }

    private static async Task<byte[]> DumpAsync(Workbench bench, string part, string path)
    {
        var copy = Path.Combine(bench.Folder, "dumped");
        await bench.RunAsync("debugfs", "-R", $"dump {path} {copy}", part);
        return await System.IO.File.ReadAllBytesAsync(copy);
    }

    // 0 for a hole; of a block that was never written it says so, which is no number.
    private static async Task<List<long>> BlocksAsync(Workbench bench, string part, string path, long length)
    {
        var requests = Enumerable.Range(0, (int)((length + Block - 1) / Block)).Select(block => $"bmap {path} {block}\n");
        var result = await bench.Host.RunAsync(new("debugfs", "-f", "-", part) { Input = string.Concat(requests) }, default);
        return [.. result.Output.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("debugfs:", StringComparison.Ordinal)).Select(long.Parse)];
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);

    private static ushort Short(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..]);
}
