using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

public sealed class SwapFileTests
{
    private const long Size = 32 << 20;

    [Fact]
    public Task A_swap_file_has_no_holes_in_ext4() => AssertWholeAsync("ext4");

    [Fact]
    public Task A_swap_file_has_no_holes_in_ext3() => AssertWholeAsync("ext3");

    [Fact]
    public Task A_swap_file_has_no_holes_in_xfs() => AssertWholeAsync("xfs");

    [Fact]
    public Task A_swap_file_has_no_holes_in_btrfs() => AssertWholeAsync("btrfs");

    private static async Task AssertWholeAsync(string filesystem, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(SwapFileTests), method))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var layout = Workbench.Plan("none", new() { ["root"] = Workbench.Partition("400MiB", filesystem) }, "none") with
        {
            SwapFile = new(new Bytes(Size), "01234567-89ab-8def-8123-456789abcdef"),
        };

        var (result, made) = await bench.MakeAsync(layout, "a.raw");
        var (again, _) = await bench.MakeAsync(layout, "b.raw");

        Assert.Equal(result.Sha256, again.Sha256);
        await Checked.AssertSoundAsync(bench, made.Root, result.Path);
        var copy = Path.Combine(bench.Folder, "copy");
        if (filesystem == "xfs")
        {
            var facts = await bench.RunAsync("xfs_db", "-r", "-f", "-c", "path /swapfile", "-c", "print core.mode core.nblocks core.size", result.Path);
            Assert.Contains($"core.mode = 0100600\ncore.nblocks = {Size / 4096}\ncore.size = {Size}\n", facts);
            return;
        }

        if (filesystem == "btrfs")
        {
            // Not copied when written to, without checksums, and what is not written yet has its place.
            var tree = await bench.RunAsync("btrfs", "inspect-internal", "dump-tree", "-t", "fs", result.Path);
            Assert.Contains($"size {Size} nbytes {Size}\n\t\tblock group 0 mode 100600 links 1 uid 0 gid 0 rdev 0\n\t\tsequence 0 flags 0x3(NODATASUM|NODATACOW)\n", tree);
            Assert.Contains("type 2 (prealloc)", tree);
            await bench.RunAsync("btrfs", "restore", result.Path, Directory.CreateDirectory(copy).FullName);
            Assert.Contains("UUID:  01234567-89ab-8def-8123-456789abcdef", await bench.RunAsync("swaplabel", copy + "/swapfile"));
            return;
        }

        var status = await bench.RunAsync("debugfs", "-R", "stat /swapfile", result.Path);
        Assert.Contains("Type: regular    Mode:  0600 ", status);
        Assert.Contains($"Size: {Size}\n", status);
        // Blocks of 512 bytes, those that say where the others are included.
        Assert.InRange(long.Parse(status.Split("Blockcount: ")[1].Split('\n')[0]), Size / 512, Size / 512 + 100);
        await bench.RunAsync("debugfs", "-R", $"dump /swapfile {copy}", result.Path);
        Assert.Contains("UUID:  01234567-89ab-8def-8123-456789abcdef", await bench.RunAsync("swaplabel", copy));
    }
}
