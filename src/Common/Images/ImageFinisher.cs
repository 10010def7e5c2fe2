using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Images.Devices;
using BootstrapVz.Common.Images.Formats;
using BootstrapVz.Common.Images.Trees;
using BootstrapVz.Common.Layers;
using BootstrapVz.Common.Volumes;

namespace BootstrapVz.Common.Images;

/// <summary>What images are made from.</summary>
public sealed record ImageSource
{
    /// <summary>The root tree, a folder of the host in which nothing else is mounted.</summary>
    public required string Tree { get; init; }

    /// <summary>Stands for the build: equal seeds give equal identifiers.</summary>
    public required string Seed { get; init; }

    /// <summary>When they are made, in seconds since 1970.</summary>
    public required long Epoch { get; init; }

    /// <summary>What plugins want done with them.</summary>
    public ImageFinishing Finishing { get; init; } = new();

    /// <summary>Whether the disk has a GPT.</summary>
    public bool IsGpt { get; init; }

    /// <summary>How many are made at the same time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;
}

/// <summary>Makes images of every format from one raw disk and its tree, at the same time. They get their names when all are finished.</summary>
internal sealed class ImageFinisher(IHost host, ImageSource source)
{
    /// <summary>Makes the images.</summary>
    /// <param name="outputs">Which.</param>
    /// <param name="raw">The disk; null when no image is one.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task<IReadOnlyList<VolumeResult>> FinishAsync(IReadOnlyList<ImageOutput> outputs, UnfinishedFile? raw, CancellationToken ct)
    {
        var made = new UnplacedImage?[outputs.Count];
        try
        {
            await Parallel.ForEachAsync(
                // What takes longest first: then no processor is left alone with it in the end.
                Enumerable.Range(0, outputs.Count).Where(index => outputs[index].Format.Kind != ImageKind.Device)
                    .OrderByDescending(index => outputs[index].Format.Name == "vmdk-stream"),
                new ParallelOptions { MaxDegreeOfParallelism = source.Jobs, CancellationToken = ct },
                async (index, token) => made[index] = await MakeAsync(outputs[index], raw, token));
            // Nothing undoes these, so they come last.
            for (var index = 0; index < made.Length; index++)
                made[index] ??= new WrittenDevice(await DeviceWriter.WriteAsync(host, outputs[index], raw!, source.IsGpt, ct));
            return [.. made.Select(image => image!.Place())];
        }
        finally
        {
            foreach (var image in made)
                image?.Dispose();
        }
    }

    private Task<UnplacedImage> MakeAsync(ImageOutput output, UnfinishedFile? raw, CancellationToken ct) => output.Format switch
    {
        { Name: "raw" } => FinishDiskAsync(output, raw!, raw!, ct),
        { Name: "tar" } => Task.Run<UnplacedImage>(() => MakeTar(output, ct), ct),
        { Kind: ImageKind.Tree } => MakeFolderAsync(output, ct),
        { Name: "vmdk-stream" } => MakeDiskAsync(output, raw!, (file, identity) => Task.Run(() => VmdkStream.Write(raw!.Handle, file.Handle, identity, source.Jobs, ct), ct), ct),
        { Name: var name } when QemuFormat.Find(name) is { } format => MakeDiskAsync(output, raw!, (file, identity) => format.ConvertAsync(host, raw!, file, identity, source.Finishing.Compress, ct), ct),
        { Name: var name } => throw new InvalidOperationException($"nothing makes '{name}'"),
    };

    private async Task<UnplacedImage> MakeDiskAsync(ImageOutput output, UnfinishedFile raw, Func<UnfinishedFile, ImageIdentity, Task> write, CancellationToken ct)
    {
        var file = UnfinishedFile.Create(Path.GetDirectoryName(output.Path)!, Path.GetFileName(output.Path));
        try
        {
            await write(file, new(source.Seed, source.Epoch, Path.GetFileName(output.Path)));
            return await FinishDiskAsync(output, file, raw, ct);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private async Task<UnplacedImage> FinishDiskAsync(ImageOutput output, UnfinishedFile file, UnfinishedFile raw, CancellationToken ct)
    {
        var size = new Bytes(RandomAccess.GetLength(raw.Handle));
        if (source.Finishing.Wrapper is not { } wrapper)
            return await MeasureAsync(output.Format.Name, output.Path, file, size, ct);
        var path = $"{output.Path[..^output.Format.Suffix.Length]}.{wrapper.Format}";
        var wrapped = UnfinishedFile.Create(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        try
        {
            var disk = new WrappedDisk(file.ToolPath, output.Format.Name, size.Count, source.Seed, source.Epoch, source.Jobs);
            await using (var stream = File.OpenWrite(wrapped.ToolPath))
                await wrapper.WriteAsync(disk, stream, ct);
            if (file != raw)
                file.Dispose();
            return await MeasureAsync(wrapper.Format, path, wrapped, size, ct);
        }
        catch
        {
            wrapped.Dispose();
            throw;
        }
    }

    private static async Task<UnplacedImage> MeasureAsync(string format, string path, UnfinishedFile file, Bytes virtualSize, CancellationToken ct)
    {
        var hash = await FileHash.Sha256Async(file.Handle, ct);
        return new UnplacedFile(file, new(path, format, virtualSize, new(RandomAccess.GetLength(file.Handle)), file.Allocated, hash));
    }

    private UnplacedFile MakeTar(ImageOutput output, CancellationToken ct)
    {
        var file = UnfinishedFile.Create(Path.GetDirectoryName(output.Path)!, Path.GetFileName(output.Path));
        try
        {
            using var stream = File.OpenWrite(file.ToolPath);
            var (length, hash) = TreeTar.Write(source.Tree, stream, source.Epoch, ct);
            return new(file, new(output.Path, output.Format.Name, Bytes.Zero, new(length), file.Allocated, hash));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private async Task<UnplacedImage> MakeFolderAsync(ImageOutput output, CancellationToken ct)
    {
        var partial = UnplacedFolder.PartialName(output.Path);
        TreeCalls.Remove(BytePath.FromText(partial));
        try
        {
            Directory.CreateDirectory(partial);
            await host.RunAsync(new("cp", "--archive", "--one-file-system", "--reflink=auto", "--sparse=always", source.Tree + "/.", partial), ct);
            // A folder is as its archive would be.
            var (length, hash) = await Task.Run(() => TreeTar.Write(partial, Stream.Null, source.Epoch, ct), ct);
            return new UnplacedFolder(partial, new(output.Path, output.Format.Name, Bytes.Zero, new(length), new(length), hash));
        }
        catch
        {
            TreeCalls.Remove(BytePath.FromText(partial));
            throw;
        }
    }
}
