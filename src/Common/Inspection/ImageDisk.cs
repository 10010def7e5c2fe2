using System.Text.Json;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Inspection.Lvm;
using BootstrapVz.Common.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Inspection;

/// <summary>A file that should be an image is not there or cannot be read.</summary>
public sealed class ImageUnreadableException(string message, string? hint = null, Exception? inner = null) : BootstrapException(message, hint, inner)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Usage;

    /// <summary>Whether an error comes from numbers in a damaged filesystem, which lead anywhere.</summary>
    internal static bool IsDamage(Exception error) => error is InvalidDataException or ArgumentOutOfRangeException or IndexOutOfRangeException;
}

/// <summary>A part of a disk: a partition, all of it when it has no table, or a logical volume.</summary>
/// <param name="Name"><c>partition 2</c>, <c>disk</c>, or <c>vg0/root</c>.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Bytes">What it holds.</param>
/// <param name="Filesystem">What that is.</param>
/// <param name="Properties">Place, type and identifiers, by name.</param>
public sealed record DiskPart(string Name, long Start, ByteSource Bytes, IFilesystem Filesystem, IReadOnlyDictionary<string, string> Properties);

/// <summary>An image opened for reading, whatever its format. Nothing is mounted and no rights are needed.</summary>
public sealed class ImageDisk : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly UnfinishedFile? _raw;

    private ImageDisk(string path, string format, SafeFileHandle file, UnfinishedFile? raw)
    {
        (Path, Format, _file, _raw) = (path, format, file, raw);
        File = new DiskBytes(file, 0, Libc.Length(file));
        Bytes = raw is null ? File : new DiskBytes(raw.Handle, 0, Libc.Length(raw.Handle));
    }

    /// <summary>The image.</summary>
    public string Path { get; }

    /// <summary>What qemu-img(1) calls the format.</summary>
    public string Format { get; }

    /// <summary>The bytes of the file.</summary>
    public ByteSource File { get; }

    /// <summary>The bytes a machine sees.</summary>
    public ByteSource Bytes { get; }

    /// <summary>Its partition table; null when there is none.</summary>
    public PartitionTable? Table { get; private set; }

    /// <summary>Its parts, in the order of their numbers.</summary>
    public IReadOnlyList<DiskPart> Parts { get; private set; } = [];

    /// <summary>Opens an image; one that is not raw is unpacked into an unnamed file, which is gone with this object or this process.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="path">The image.</param>
    /// <param name="scratch">A folder for that file.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="ImageUnreadableException">There is no image of that name, or not a whole one.</exception>
    public static async Task<ImageDisk> OpenAsync(IHost host, string path, string scratch, CancellationToken ct)
    {
        var file = OpenFile(path);
        UnfinishedFile? raw = null;
        try
        {
            var format = await FormatAsync(host, path, ct);
            if (format != "raw")
            {
                raw = UnfinishedFile.Create(scratch, System.IO.Path.GetFileName(path));
                await RunAsync(host, path, new("qemu-img", "convert", "-f", format, "-O", "raw", path, raw.ToolPath), ct);
            }

            var disk = new ImageDisk(path, format, file, raw);
            await disk.ReadPartsAsync(host, raw?.ToolPath ?? path, ct);
            return disk;
        }
        catch
        {
            file.Dispose();
            raw?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _raw?.Dispose();
    }

    private async Task ReadPartsAsync(IHost host, string disk, CancellationToken ct)
    {
        // A filesystem without a table comes first: the first sector of FAT ends as a table does.
        var whole = FilesystemProbe.Open(Bytes);
        Table = whole.Files is null ? await PartitionTable.ReadAsync(host, disk, ct) : null;
        DiskPart[] parts = Table is null
            ? [new("disk", 0, Bytes, whole, Identify(whole, []))]
            : [.. Table.Partitions.Select(Part)];
        Parts = [.. parts.SelectMany(part => (DiskPart[])[part, .. LogicalVolume.AllOn(part.Bytes).Select(volume => Part(part, volume))])];
    }

    private DiskPart Part(DiskPart partition, LogicalVolume volume)
    {
        var start = partition.Start + volume.Start;
        var bytes = new DiskBytes(_raw?.Handle ?? _file, start, volume.Length);
        var filesystem = FilesystemProbe.Open(bytes);
        var properties = new Dictionary<string, string>
        {
            ["start"] = new Bytes(start).ToString(),
            ["size"] = new Bytes(volume.Length).ToString(),
            ["name"] = volume.Name,
            ["device"] = VolumeGroup.Device(volume.Group, volume.Name),
        };
        return new($"{volume.Group}/{volume.Name}", start, bytes, filesystem, Identify(filesystem, properties));
    }

    private DiskPart Part(TablePartition partition)
    {
        var bytes = new DiskBytes(_raw?.Handle ?? _file, partition.Start, partition.Length);
        var filesystem = FilesystemProbe.Open(bytes);
        var properties = new Dictionary<string, string> { ["start"] = new Bytes(partition.Start).ToString(), ["size"] = new Bytes(partition.Length).ToString() };
        foreach (var (name, value) in partition.Properties)
            properties[name] = value;
        return new($"partition {partition.Number}", partition.Start, bytes, filesystem, Identify(filesystem, properties));
    }

    private static Dictionary<string, string> Identify(IFilesystem filesystem, Dictionary<string, string> properties)
    {
        properties["filesystem"] = filesystem.Type;
        if (filesystem.Uuid is { } uuid)
            properties["filesystem uuid"] = uuid;
        if (filesystem.Label is { } label)
            properties["filesystem label"] = label;
        return properties;
    }

    private static SafeFileHandle OpenFile(string path)
    {
        try
        {
            return System.IO.File.OpenHandle(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImageUnreadableException($"the image '{path}' cannot be read: {error.Message}", inner: error);
        }
    }

    private static async Task<string> FormatAsync(IHost host, string path, CancellationToken ct)
    {
        using var facts = JsonDocument.Parse(await RunAsync(host, path, new("qemu-img", "info", "--output=json", path) { LogOutput = false }, ct));
        return facts.RootElement.GetProperty("format").GetString()!;
    }

    private static async Task<string> RunAsync(IHost host, string path, Command command, CancellationToken ct)
    {
        try
        {
            return (await host.RunAsync(command, ct)).Output;
        }
        catch (CommandFailedException error)
        {
            throw new ImageUnreadableException($"the image '{path}' cannot be read: {error.ErrorTail}", error.Hint, error);
        }
    }
}
