using System.Runtime.CompilerServices;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>Filesystems that are never written to, and the hashes by which one is verified.</summary>
public sealed class ReadOnlyTests
{
    [Fact]
    public async Task The_same_content_gives_the_same_bytes_however_it_came_to_be()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ReadOnlyTests)))
            return;
        using var bench = new Workbench();
        using var other = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.RunAsync("find", bench.Root.HostPath, "-exec", "touch", "--no-dereference", "--date=@1600000000", "{}", "+");
        // Names in another order, and inodes of other numbers.
        await bench.Host.RunAsync(
            new("bash", "-c", $"ls -Ar | xargs -d '\n' cp --archive --target-directory '{other.Root.HostPath}'; touch --date=@1600000000 '{other.Root.HostPath}'") { WorkingDirectory = bench.Root.HostPath }, default);
        foreach (var (filesystem, compression) in ((string[])["squashfs", "erofs"]).SelectMany(f => Packing.CompressorsOf(f).Select(c => (f, c))))
        {
            var layout = Workbench.Plan("gpt", new() { ["root"] = new() { Filesystem = filesystem, Compression = compression } }, "none");

            var (first, made) = await bench.MakeAsync(layout, "a.raw");
            var (second, _) = await other.MakeAsync(layout, "a.raw");

            Assert.Equal((filesystem, compression, first.Sha256), (filesystem, compression, second.Sha256));
            var file = await bench.ExtractAsync(first.Path, made.Root);
            await Checked.AssertSoundAsync(bench, made.Root, file);
            if (filesystem == "squashfs")
                Assert.Contains($"Compression {(compression == Packing.None ? "gzip" : compression)}\n", await bench.RunAsync("unsquashfs", "-stat", file));
            // A kernel of 3 MiB that is all repetition is in it.
            Assert.Equal((compression, compression == Packing.None), (compression, made.Root.Length > Bytes.MiB(3)));
        }
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_what_is_missing()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ReadOnlyTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.RunAsync("dd", "if=/dev/urandom", $"of={bench.Root.HostPath}/usr/random", "bs=1M", "count=10", "status=none");
        var layout = Workbench.Plan("gpt", new() { ["root"] = new() { Filesystem = "squashfs", Size = new(Bytes.MiB(8)) } }, "none");

        var error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(layout, "a.raw"));

        Assert.Matches("^volume.partitions.root.size: '8MiB' is too small: '/' holds 1[01]MiB, and the filesystem has room for 6MiB$", error.Message);
        Assert.Matches("^[45]MiB are missing", error.Hint);
    }

    [Fact]
    public async Task Erofs_refuses_a_name_which_its_tool_has_no_room_for()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ReadOnlyTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        var layout = Workbench.Plan("gpt", new() { ["root"] = new() { Filesystem = "erofs" } }, "none");
        await bench.Root.WriteTextAsync("/usr/" + new string('a', 254), "long");
        await bench.MakeAsync(layout, "a.raw");
        await bench.Root.WriteTextAsync("/usr/" + new string('b', 255), "longer");

        var error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(layout, "b.raw"));

        Assert.Equal($"erofs: '/usr/{new string('b', 255)}' has a name of more than 254 bytes", error.Message);
    }

    [Fact]
    public async Task Squashfs_refuses_an_access_list_which_it_would_lose()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ReadOnlyTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.RunAsync("setfattr", "-n", "system.posix_acl_access", "-v", "0x0200000001000600ffffffff020006000100000004000400ffffffff10000600ffffffff20000400ffffffff", bench.Root.HostPath + "/usr/first");
        var layout = Workbench.Plan("gpt", new() { ["root"] = new() { Filesystem = "squashfs" } }, "none");

        var error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(layout, "a.raw"));

        Assert.Equal("squashfs: '/usr/first' has an access list, which squashfs does not keep", error.Message);
    }

    [Fact]
    public Task The_hashes_fit_a_squashfs_and_the_boot_entry_names_them() => AssertVerifiedAsync("squashfs", "auto");

    [Fact]
    public Task The_hashes_fit_an_erofs_and_the_boot_entry_names_them() => AssertVerifiedAsync("erofs", "100MiB");

    [Fact]
    public Task The_hashes_fit_an_ext4_and_the_boot_entry_names_them() => AssertVerifiedAsync("ext4", "200MiB");

    [Fact]
    public Task A_verified_image_whose_boot_entries_cannot_name_the_hash_is_not_made() =>
        AssertHashIsMissedAsync(Workbench.Plan("gpt", new() { ["root"] = new() { Filesystem = "erofs", Verity = true } }, "systemd-boot"));

    [Fact]
    public Task A_verified_image_whose_boot_menu_for_a_BIOS_cannot_name_the_hash_is_not_made() =>
        AssertHashIsMissedAsync(Workbench.Plan("gpt", new() { ["boot"] = Workbench.Partition("64MiB"), ["root"] = new() { Filesystem = "erofs", Verity = true } }, "extlinux"));

    private static async Task AssertHashIsMissedAsync(PartitionLayout layout, [CallerMemberName] string method = "")
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ReadOnlyTests), method))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);

        var error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(layout, "a.raw"));

        Assert.Equal("no boot entry has a place for the root hash", error.Message);
    }

    private static async Task AssertVerifiedAsync(string filesystem, string size, [CallerMemberName] string method = "")
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(ReadOnlyTests), method))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        await bench.Root.WriteTextAsync("/boot/efi/loader/entries/a.conf", $"options a {VerityTree.UnknownArgument} b\n");
        var layout = Workbench.Plan("gpt", new() { ["root"] = Workbench.Partition(size, filesystem) with { Verity = true }, ["esp"] = new() { Size = new(Bytes.MiB(64)) } }, "systemd-boot");

        var (result, made) = await bench.MakeAsync(layout, "a.raw");
        var (again, _) = await bench.MakeAsync(layout, "b.raw");

        Assert.Equal(result.Sha256, again.Sha256);
        var partitions = GptReader.Read(result.Path).Entries.ToDictionary(entry => entry.Name);
        var hash = partitions["root"].Unique.ToString("N") + partitions["root-verity"].Unique.ToString("N");
        var (data, tree) = (await bench.ExtractAsync(result.Path, made.Root), await bench.ExtractAsync(result.Path, made.Find(PartitionRole.Verity)!));
        await Checked.AssertSoundAsync(bench, made.Root, data);
        Assert.Contains("TYPE=DM_verity_hash", await bench.RunAsync("blkid", "-p", "-o", "export", tree));
        await bench.RunAsync("veritysetup", "verify", data, tree, hash);
        var esp = $"{result.Path}@@{made.Find(PartitionRole.Esp)!.Start.Count}";
        Assert.Equal($"options a roothash={hash} b\n", await bench.RunAsync("mtype", "-i", esp, "::/loader/entries/a.conf"));
        Assert.Contains(VerityTree.UnknownArgument, await bench.Root.ReadTextAsync("/boot/efi/loader/entries/a.conf", default));

        await bench.RunAsync("bash", "-c", $"printf x | dd of='{data}' bs=1 seek=2000 conv=notrunc status=none");
        var broken = await bench.Host.RunAsync(new("veritysetup", "verify", data, tree, hash) { AllowedExitCodes = [0, 2] }, default);
        Assert.Equal(2, broken.ExitCode);
    }
}
