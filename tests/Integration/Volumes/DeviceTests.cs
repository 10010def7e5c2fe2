using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Images;
using BootstrapVz.Common.Images.Devices;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Common.Volumes;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>Volumes written to block devices.</summary>
public sealed class DeviceTests
{
    private static readonly Dictionary<string, PartitionOptions> Whole = new() { ["root"] = Workbench.Partition("24MiB") };

    [Fact]
    public async Task A_device_holds_the_volume_with_zeros_for_holes_and_nothing_behind_it_is_touched()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(DeviceTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        using var device = LoopDevice.Make(bench.Folder, 30 << 20);
        var layout = Workbench.Plan("none", Whole, "none");

        var result = await WriteAsync(bench, layout, device);
        var (raw, _) = await bench.MakeAsync(layout, "a.raw");

        Assert.Equal(new VolumeResult(device.Path, "block", Bytes.MiB(24), Bytes.MiB(24), result.AllocatedSize, raw.Sha256), result);
        var (held, wanted) = (await File.ReadAllBytesAsync(device.File), await File.ReadAllBytesAsync(raw.Path));
        Assert.True(held.AsSpan(0, wanted.Length).SequenceEqual(wanted));
        Assert.Equal(-1, held.AsSpan(wanted.Length).IndexOfAnyExcept((byte)0xff));
        var report = await new ImageInspector(bench.Host, bench.Folder).InspectAsync(device.Path, default);
        Assert.Equal(("raw", 30L << 20, "ext4"), (report.Format, report.Size, report.Partitions[0].Filesystem.Type));
    }

    [Fact]
    public async Task The_second_copy_of_a_gpt_is_at_the_end_of_a_larger_device()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(DeviceTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        using var device = LoopDevice.Make(bench.Folder, 40 << 20);

        await WriteAsync(bench, Workbench.Plan("gpt", Whole, "none"), device);

        await bench.RunAsync("sync");
        var (_, entries) = GptReader.Read(device.File);
        Assert.Equal("root", Assert.Single(entries).Name);
        Assert.Contains("No errors detected", await bench.RunAsync("sfdisk", "--verify", device.File));
    }

    [Fact]
    public async Task A_device_that_is_mounted_or_too_small_is_refused_and_untouched()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(DeviceTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);
        using var device = LoopDevice.Make(bench.Folder, 20 << 20);

        var small = await Assert.ThrowsAsync<BuildException>(() => WriteAsync(bench, Workbench.Plan("none", Whole, "none"), device));
        Assert.Equal($"'{device.Path}' holds 20MiB and the volume takes 24MiB: 4MiB are missing", small.Message);
        Assert.Equal(-1, (await File.ReadAllBytesAsync(device.File)).AsSpan().IndexOfAnyExcept((byte)0xff));

        await bench.RunAsync("mke2fs", "-q", device.Path);
        var place = Directory.CreateDirectory(Path.Combine(bench.Folder, "mounted here")).FullName;
        await bench.RunAsync("mount", device.Path, place);
        var mounted = Assert.Throws<BuildException>(() => BlockDevice.Open(device.Path).Dispose());
        Assert.Equal($"'{device.Path}' is mounted at '{place}'", mounted.Message);
        await bench.RunAsync("umount", place);

        // Another user of the whole device, as a volume group or a RAID is one.
        using (BlockDevice.Open(device.Path))
            Assert.Contains("is in use", Assert.Throws<BuildException>(() => BlockDevice.Open(device.Path).Dispose()).Message, StringComparison.Ordinal);
        BlockDevice.Open(device.Path).Dispose();
    }

    [Fact]
    public void What_is_no_device_is_refused()
    {
        Assert.Contains("does not exist", Assert.Throws<BuildException>(() => BlockDevice.Open("/dev/no-such-device").Dispose()).Message, StringComparison.Ordinal);
        Assert.Equal("'/dev/null' is no block device", Assert.Throws<BuildException>(() => BlockDevice.Open("/dev/null").Dispose()).Message);
    }

    private static async Task<VolumeResult> WriteAsync(Workbench bench, PartitionLayout layout, LoopDevice device)
    {
        await using var image = new DiskImage(bench.Host, new SilentLog(), new()
        {
            Layout = layout,
            Root = bench.Root,
            Outputs = [new ImageOutput(ImageFormat.Find("block")!, device.Path)],
            Scratch = Directory.CreateDirectory(Path.Combine(bench.Folder, "scratch")).FullName,
            Epoch = 1_700_000_000,
            Reveal = secret => secret.Literal!,
        });
        await image.CreateAsync(default);
        await image.PartitionAsync(default);
        await image.PopulateAsync(default);
        return Assert.Single(await image.SealAsync(default));
    }
}
