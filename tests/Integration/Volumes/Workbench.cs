using System.Diagnostics;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Images;
using BootstrapVz.Common.Volumes;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>A tree, and images made from it with the real tools.</summary>
internal sealed class Workbench : IDisposable
{
    public Workbench()
    {
        // In memory where that is possible: images are large, and gone after the test.
        var folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        Folder = Path.Combine(folder, "bootstrap-vz-test-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Folder);
        Root = new(Directory.CreateDirectory(Path.Combine(Folder, "tree")).FullName);
        Output = Directory.CreateDirectory(Path.Combine(Folder, "output")).FullName;
    }

    public string Folder { get; }

    public string Output { get; }

    public RootFs Root { get; }

    /// <summary>What becomes of the images beside their format.</summary>
    public ImageFinishing Finishing { get; } = new();

    public LocalHost Host { get; } = new(new SilentLog());

    public static PartitionLayout Plan(string type, Dictionary<string, PartitionOptions> partitions, string bootloader = "grub", string? firmware = null)
    {
        var plan = LayoutPlanner.Plan(new(new() { Backing = "raw", Partitions = new() { Type = type, Named = partitions } }, bootloader, firmware, "amd64", "seed"));
        Assert.Empty(plan.Problems);
        return plan.Layout!;
    }

    public static PartitionOptions Partition(string size, string? filesystem = "ext4", string? mode = null) =>
        new() { Size = PartitionSize.Parse(size, null), Filesystem = filesystem, Mode = mode };

    public DiskImage Image(PartitionLayout layout, string name, params string[] formats) => new(Host, new SilentLog(), new()
    {
        Layout = layout,
        Root = Root,
        Outputs = formats is [] or [_] ? [new(Format(formats.FirstOrDefault("raw")), Path.Combine(Output, name))] : [.. formats.Select(format => new ImageOutput(Format(format), Path.Combine(Output, name + Format(format).Suffix)))],
        Finishing = Finishing,
        BootFiles = layout.Root.HasVerity ? new() : null,
        Scratch = Directory.CreateDirectory(Path.Combine(Folder, "scratch")).FullName,
        Epoch = 1_700_000_000,
        Reveal = secret => secret.Literal!,
    });

    /// <summary>Makes an image from start to end.</summary>
    public async Task<(VolumeResult Result, PartitionLayout Layout)> MakeAsync(PartitionLayout layout, string name, string format = "raw")
    {
        await using var image = Image(layout, name, format);
        return ((await FinishAsync(image))[0], image.Layout);
    }

    /// <summary>Makes images of several formats, <c>NAME.FORMAT</c> each.</summary>
    public async Task<IReadOnlyList<VolumeResult>> MakeAllAsync(PartitionLayout layout, string name, params string[] formats)
    {
        await using var image = Image(layout, name, formats);
        return await FinishAsync(image);
    }

    private static ImageFormat Format(string name) => ImageFormat.Find(name)!;

    private static async Task<IReadOnlyList<VolumeResult>> FinishAsync(DiskImage image)
    {
        await image.CreateAsync(default);
        await image.PartitionAsync(default);
        await image.PopulateAsync(default);
        return await image.SealAsync(default);
    }

    /// <summary>Runs a tool that must succeed.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments) => (await Host.RunAsync(new(program, arguments), default)).Output;

    /// <summary>A partition in a file of its own.</summary>
    public async Task<string> ExtractAsync(string image, PlannedPartition partition)
    {
        var path = Path.Combine(Folder, "extracted-" + partition.Key.Replace('/', '-'));
        await RunAsync("dd", $"if={image}", $"of={path}", "bs=1M", $"skip={partition.Start.Count >> 20}", $"count={partition.Length.Count >> 20}", "conv=sparse", "status=none");
        return path;
    }

    public void Dispose() => Process.Start("rm", ["-rf", "--one-file-system", Folder]).WaitForExit();
}
