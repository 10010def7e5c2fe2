using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using BootstrapVz.Common.Images;
using BootstrapVz.Common.Images.Devices;
using BootstrapVz.Common.ReadOnlyRoot;
using BootstrapVz.Common.Volumes.Filesystems;
using BootstrapVz.Common.Volumes.Luks;
using BootstrapVz.Common.Volumes.Lvm;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes;

/// <summary>What a disk image is made from.</summary>
public sealed record DiskImageOptions
{
    /// <summary>Where everything lies; sizes that follow from content are resolved by <see cref="Volume.CreateAsync"/>.</summary>
    public required PartitionLayout Layout { get; init; }

    /// <summary>The image's tree.</summary>
    public required RootFs Root { get; init; }

    /// <summary>The images to make of it, at least one; all in one folder.</summary>
    public required IReadOnlyList<ImageOutput> Outputs { get; init; }

    /// <summary>How much is done at the same time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>A folder for files that live as long as the volume.</summary>
    public required string Scratch { get; init; }

    /// <summary>What plugins want done with the images.</summary>
    public ImageFinishing Finishing { get; init; } = new();

    /// <summary>Completes the boot loader's files where they have to name a root hash; null where they have not.</summary>
    internal BootFiles? BootFiles { get; init; }

    /// <summary>The time that made things carry, in seconds since 1970: SOURCE_DATE_EPOCH, or when the build began.</summary>
    public required long Epoch { get; init; }

    /// <summary>Tells the secrets of encrypted partitions.</summary>
    public required Func<Secret, string> Reveal { get; init; }
}

/// <summary>
/// A disk image composed in a plain file from a directory tree, with no device and no mount outside of this process's private mount
/// namespace, which the caller provides.
/// </summary>
public sealed class DiskImage(IHost host, IBuildLog log, DiskImageOptions options) : Volume(Path.GetFileName(options.Outputs[0].Path))
{
    private IReadOnlyDictionary<string, TreeContent> _contents = new Dictionary<string, TreeContent>();
    private UnfinishedFile? _raw;
    private FilesystemFiles? _ready;
    private string? _rootHash;

    /// <summary>The layout; resolved once the volume is created.</summary>
    public PartitionLayout Layout { get; private set; } = options.Layout;

    private string OutputFolder => Files.FirstOrDefault() is { } file ? Path.GetDirectoryName(Path.GetFullPath(file.Path))! : options.Scratch;

    private IEnumerable<ImageOutput> Files => options.Outputs.Where(output => output.Format.Kind != ImageKind.Device);

    // One that is an image itself need not be copied.
    private string RawFolder => options.Finishing.Wrapper is null && options.Outputs.Any(output => output.Format.Name == "raw") ? OutputFolder : options.Scratch;

    /// <inheritdoc/>
    protected override async Task OnCreateAsync(CancellationToken ct)
    {
        TreeView.PrepareMountPoints(options.Root, Layout);
        _contents = ContentMeasure.Measure(options.Root, Layout, ct);
        _ready = new(host, options.Scratch, WriteFilesystemAsync);
        _contents = await _ready.PackAsync(Layout, _contents, ct);
        var plan = SizeResolver.Resolve(Layout, _contents);
        Layout = plan.Layout
            ?? throw new BuildException(string.Join('\n', plan.Problems.Select(p => $"{string.Join('.', p.Path)}: {p.Message}")), plan.Problems[0].Hint);
        if (Layout.Root.HasVerity)
        {
            _rootHash = await _ready.HashAsync(Layout, ct);
            Layout = VerityTree.Identified(Layout, _rootHash);
            log.Info($"the root hash is {_rootHash}");
        }

        foreach (var device in options.Outputs.Except(Files))
        {
            using var target = BlockDevice.Open(device.Path);
            target.RequireRoom(Layout.VolumeSize);
        }

        DiskSpace.Require(RawFolder, Needed, "the image");
        _raw = UnfinishedFile.Create(RawFolder, Name);
        RandomAccess.SetLength(_raw.Handle, Layout.VolumeSize.Count);
    }

    /// <inheritdoc/>
    protected override async Task OnPartitionAsync(CancellationToken ct)
    {
        if (Layout.Map == PartitionMap.None)
            return;
        await host.RunAsync(
            new("sfdisk", "--quiet", "--no-reread", "--no-tell-kernel", "--wipe", "never", _raw!.ToolPath) { Input = PartitionScript.Render(Layout) },
            ct);
    }

    /// <inheritdoc/>
    protected override Task OnPopulateAsync(CancellationToken ct) => DiskSpace.ExplainAsync(RawFolder, Needed, async () =>
    {
        if (Layout.Firmware.HasFlag(Firmware.Bios))
            (await BiosBootCode.ReadAsync(options.Root, ct)).Write(_raw!.Handle, Layout);
        await Task.WhenAll(Layout.Leaves.Where(p => p.Filesystem is not null && !_ready!.Has(p)).Select(p => WriteFilesystemAsync(p, _raw!.Handle, _raw.ToolPath, ct)));
        foreach (var partition in Layout.Leaves.Where(_ready!.Has))
            _ready.Move(partition, _raw!.Handle, ct);
        foreach (var partition in Layout.Partitions.Where(p => p.Group is not null))
            PhysicalVolume.Write(_raw!.Handle, partition.Opened(), options.Epoch);
        // Last, and one after the other: it takes what is there, on all processors.
        foreach (var partition in Layout.Partitions.Where(p => p.Encryption is not null))
            await EncryptAsync(partition, ct);
        // Without a boot loader whoever starts the image names the hash.
        if (Layout.Bootloader != "none")
            options.BootFiles?.RequireHash();
    });

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<VolumeResult>> OnSealAsync(CancellationToken ct)
    {
        var needed = _raw!.Allocated * Files.Count(output => output.Format.Name != "raw");
        var what = options.Outputs.Count == 1 ? "the image" : "the images";
        var content = _raw.Allocated;
        var results = await DiskSpace.ExplainAsync(
            OutputFolder, needed,
            () =>
            {
                DiskSpace.Require(OutputFolder, needed, what);
                var source = new ImageSource { Tree = options.Root.HostPath, Seed = Layout.DiskGuid.ToString(), Epoch = options.Epoch, IsGpt = Layout.Map == PartitionMap.Gpt, Jobs = options.Jobs, Finishing = options.Finishing };
                return new ImageFinisher(host, source).FinishAsync(options.Outputs, _raw, ct);
            },
            what);
        foreach (var result in results.Where(result => options.Finishing.Compress && result.Format == "qcow2"))
            log.Info($"compression made {result.AllocatedSize.RoundUp(Bytes.MiB(1))} of {content.RoundUp(Bytes.MiB(1))}");
        return results;
    }

    /// <inheritdoc/>
    protected override ValueTask OnDisposeAsync()
    {
        _raw?.Dispose();
        return ValueTask.CompletedTask;
    }

    // What is allocated is known better afterwards; filesystem structures take about a fiftieth of the content.
    private Bytes Needed => Layout.Partitions.Where(p => p.Encryption is not null)
        .Aggregate(new Bytes(_contents.Values.Sum(c => c.Data.Count) / 50 * 51), (sum, partition) => sum + partition.Length);

    private Task EncryptAsync(PlannedPartition partition, CancellationToken ct)
    {
        log.Debug($"encrypting '{partition.Key}' at {partition.Start}, {partition.Length}");
        string[] secrets = [.. partition.Encryption!.Secrets.Select(options.Reveal)];
        return Task.Run(() => LuksWriter.Write(_raw!.Handle, partition, secrets, options.Jobs, ct), ct);
    }

    private async Task WriteFilesystemAsync(PlannedPartition partition, SafeFileHandle file, string path, CancellationToken ct)
    {
        log.Debug($"making {partition.Filesystem} for '{partition.Key}' at {partition.Start}, {partition.Length}");
        var scratch = Directory.CreateDirectory(Path.Combine(options.Scratch, "partition-" + partition.Key.Replace('/', '-'))).FullName;
        await using var view = partition.MountPoint is null
            ? null
            : await TreeView.OpenAsync(host, options.Root, Layout, partition, scratch, ct);
        var swapFile = partition.Role == PartitionRole.Root && Layout.SwapFile is { } swap ? await SwapFileMaker.MakeAsync(host, swap, scratch, options.Epoch, ct) : null;
        var content = _contents.GetValueOrDefault(partition.MountPoint ?? "", TreeContent.Empty);
        var source = view?.Path ?? (partition.Role == PartitionRole.Changes ? EmptyFolder(scratch) : null);
        // Completed in a copy: the tree is only read, as it is kept at the same time.
        var copy = options.BootFiles is not null && partition.Role is PartitionRole.Boot or PartitionRole.Esp ? Path.Combine(scratch, "completed") : null;
        if (copy is not null)
        {
            await host.RunAsync(new("cp", "--archive", "--no-target-directory", source!, copy), ct);
            await options.BootFiles!.CompleteAsync(partition, copy, _rootHash!, ct);
        }

        var job = new FilesystemJob(partition.Opened(), content, copy ?? source, file, path, scratch, options.Epoch, swapFile);
        await FilesystemWriter.WriteAsync(host, job, ct);
        if (Layout.Bootloader == Bootloaders.Extlinux && partition == Layout.Boot)
            await ExtlinuxBootCode.WriteAsync(host, job, Layout, options.Root, ct);
        if (copy is not null)
            Directory.Delete(copy, recursive: true);
    }

    private string EmptyFolder(string scratch)
    {
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "empty")).FullName;
        Directory.SetLastWriteTimeUtc(folder, DateTimeOffset.FromUnixTimeSeconds(options.Epoch).UtcDateTime);
        return folder;
    }
}
