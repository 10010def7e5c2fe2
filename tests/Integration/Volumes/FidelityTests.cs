using System.Runtime.CompilerServices;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>What a tree holds against what the kernel reads from filesystems made of it. The product mounts nothing; this test does.</summary>
public sealed class FidelityTests
{
    [Fact]
    public Task Everything_in_a_tree_survives_in_ext2() => AssertSurvivesAsync("ext2");

    [Fact]
    public Task Everything_in_a_tree_survives_in_ext3() => AssertSurvivesAsync("ext3");

    [Fact]
    public Task Everything_in_a_tree_survives_in_ext4() => AssertSurvivesAsync("ext4");

    [Fact]
    public Task Everything_in_a_tree_survives_in_xfs() => AssertSurvivesAsync("xfs");

    [Fact]
    public Task Everything_in_a_tree_survives_in_btrfs() => AssertSurvivesAsync("btrfs");

    // All but access lists, which are refused. It counts holes as blocks.
    [Fact]
    public Task Everything_in_a_tree_survives_in_squashfs() => AssertSurvivesAsync("squashfs");

    // All but names of 255 bytes, which are refused, and a file of large holes, which would be compressed as zeros.
    [Fact]
    public Task Everything_in_a_tree_survives_in_erofs() => AssertSurvivesAsync("erofs");

    [Fact]
    public async Task The_kernel_goes_on_with_an_xfs_filesystem_and_leaves_it_sound()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root may mount the filesystem to write to it");
        if (await PrivateNamespaces.RunInsideAsync(typeof(FidelityTests)))
            return;
        using var bench = new Workbench();
        await ManyKinds.FillAsync(bench);
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("400MiB", "xfs") }, "none"), "a.raw");
        var mount = Directory.CreateDirectory(Path.Combine(bench.Folder, "mounted")).FullName;

        await bench.RunAsync("mount", "-o", "loop", result.Path, mount);
        try
        {
            await bench.RunAsync("bash", "-c", $"""
                set -eu; cd '{mount}'
                rm -r many/leaf deep second; for n in $(seq 1 2 2500); do rm many/node/file-$n; done
                for n in $(seq 3000); do echo $n > many/node/new-$n; echo $n > many/block/new-$n; ln many/block/new-$n empty/; done
                cp -a --no-dereference many copied; setfattr -n user.more -v x listed capable many; head -c 90000000 /dev/urandom > huge; truncate -s 1000 random; rm -r copied/node
                dd if=/dev/zero of=full bs=1M status=none || true; rm full
                """);
        }
        finally
        {
            await bench.RunAsync("umount", mount);
        }

        await Checked.AssertSoundAsync(bench, layout.Root, result.Path);
    }

    [Fact]
    public async Task Btrfs_made_by_a_command_refuses_a_device_where_it_would_be_seen()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root may make devices");
        if (await PrivateNamespaces.RunInsideAsync(typeof(FidelityTests)))
            return;
        using var bench = new Workbench();
        await bench.RunAsync("mkdir", bench.Root.HostPath + "/srv");
        await bench.RunAsync("mknod", bench.Root.HostPath + "/srv/null", "c", "1", "3");

        var error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("200MiB", "btrfs") with { FormatCommand = ["mkfs.btrfs", "{device_path}"] } }, "none"), "a.raw"));

        Assert.Equal("btrfs: '/srv/null' is a device, whose number mkfs.btrfs cannot keep", error.Message);
    }

    [Fact]
    public async Task Xfs_names_what_it_cannot_keep()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FidelityTests)))
            return;
        using var bench = new Workbench();
        bench.Root.CreateDirectory("/srv");
        bench.Root.CreateLink("/srv/far", "/" + new string('x', 1500));

        var error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(Workbench.Plan("none", new() { ["root"] = Workbench.Partition("400MiB", "xfs") }, "none"), "a.raw"));

        Assert.Equal("xfs: '/srv/far' is a link to a path of 1501 bytes, and xfs keeps 1024", error.Message);
    }

    [Theory]
    [InlineData("-m", "rmapbt=1,finobt=1")]
    [InlineData("-m", "finobt=0")]
    [InlineData("-b", "size=1024")]
    public async Task Xfs_made_by_a_command_is_filled_or_refused(string option, string value)
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(FidelityTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        PartitionLayout Layout(params string[] words) => Workbench.Plan(
            "none", new() { ["root"] = Workbench.Partition("400MiB", "xfs") with { FormatCommand = ["mkfs.xfs", "-q", .. words, "{device_path}"] } }, "none");

        var error = await Assert.ThrowsAsync<BuildException>(() => bench.MakeAsync(Layout(option, value), "a.raw"));
        Assert.StartsWith("mkfs.xfs made a filesystem that cannot be filled", error.Message);

        var (result, layout) = await bench.MakeAsync(Layout("-i", "size=1024", "-m", "reflink=0,rmapbt=0"), "b.raw");
        await bench.RunAsync("xfs_repair", "-n", "-f", result.Path);
        Assert.Contains(layout.Root.FilesystemUuid, await bench.RunAsync("xfs_db", "-r", "-f", "-c", "uuid", result.Path));
    }

    private static async Task AssertSurvivesAsync(string filesystem, [CallerMemberName] string method = "")
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root may mount the filesystem to look at it");
        if (await PrivateNamespaces.RunInsideAsync(typeof(FidelityTests), method))
            return;
        using var bench = new Workbench();
        await ManyKinds.FillAsync(bench);
        if (Packing.IsPacked(filesystem))
            await bench.RunAsync("rm", bench.Root.HostPath + "/huge");
        if (filesystem == "squashfs")
            await bench.RunAsync("bash", "-c", $"cd '{bench.Root.HostPath}' && setfattr -x system.posix_acl_access listed && setfattr -x system.posix_acl_default inherited");
        if (filesystem == "erofs")
            await bench.RunAsync("bash", "-c", $"cd '{bench.Root.HostPath}' && mv {new string('n', 255)} {new string('n', 254)}");
        var (result, layout) = await bench.MakeAsync(Workbench.Plan("gpt", new() { ["root"] = Workbench.Partition("600MiB", filesystem) }, "none"), "a.raw");

        var part = await bench.ExtractAsync(result.Path, layout.Root);
        await Checked.AssertSoundAsync(bench, layout.Root, part);
        var mount = Directory.CreateDirectory(Path.Combine(bench.Folder, "mounted")).FullName;
        await bench.RunAsync("mount", "-o", "loop,ro", part, mount);
        try
        {
            var (given, kept) = (await ManyKinds.ReadAsync(bench, bench.Root.HostPath), await ManyKinds.ReadAsync(bench, mount));
            Assert.Empty(given.Split('\n').Except(kept.Split('\n')));
            Assert.Equal(given, kept);
        }
        finally
        {
            await bench.RunAsync("umount", mount);
        }
    }
}
