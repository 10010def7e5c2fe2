using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Volumes.Filesystems;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes;

/// <summary>Writes a partition's filesystem into a file.</summary>
/// <param name="partition">The partition, with its place in the file.</param>
/// <param name="file">The file.</param>
/// <param name="path">The file for tools.</param>
/// <param name="ct">Stops it.</param>
internal delegate Task WriteFilesystem(PlannedPartition partition, SafeFileHandle file, string path, CancellationToken ct);

/// <summary>
/// What is made in files of its own before the volume is: filesystems whose size shows only then, and the one whose hash other partitions hold.
/// </summary>
internal sealed class FilesystemFiles(IHost host, string scratch, WriteFilesystem write)
{
    private readonly Dictionary<string, string> _files = [];

    /// <summary>Makes the filesystems that are as large as their content.</summary>
    /// <returns>What they hold now, by mount point.</returns>
    public async Task<IReadOnlyDictionary<string, TreeContent>> PackAsync(PartitionLayout layout, IReadOnlyDictionary<string, TreeContent> contents, CancellationToken ct)
    {
        var packed = new Dictionary<string, TreeContent>(contents);
        foreach (var partition in layout.Mounted.Where(p => p.IsPacked))
        {
            var file = await MakeAsync(partition, ct);
            packed[partition.MountPoint!] = packed[partition.MountPoint!] with { Data = new(new FileInfo(file).Length) };
        }

        return packed;
    }

    /// <summary>Hashes the root filesystem, which is made now if it is not packed.</summary>
    /// <returns>The root hash.</returns>
    public async Task<string> HashAsync(PartitionLayout layout, CancellationToken ct)
    {
        var (root, tree) = (layout.Root, layout.Find(PartitionRole.Verity)!);
        var data = _files.TryGetValue(root.Key, out var made) ? made : await MakeAsync(root, ct);
        using (var file = File.OpenHandle(data, FileMode.Open, FileAccess.Write))
            RandomAccess.SetLength(file, root.Length.Count);
        _files[tree.Key] = PathOf(tree);
        return await VerityWriter.WriteAsync(host, data, PathOf(tree), tree, ct);
    }

    /// <summary>Whether a partition's content is ready.</summary>
    public bool Has(PlannedPartition partition) => _files.ContainsKey(partition.Key);

    /// <summary>Moves what is ready to its place on the volume.</summary>
    public void Move(PlannedPartition partition, SafeFileHandle volume, CancellationToken ct)
    {
        var path = _files[partition.Key];
        using (var file = File.OpenHandle(path))
            SparseCopy.CopyNonZero(file, volume, partition.ContentStart.Count, ct);
        File.Delete(path);
    }

    private async Task<string> MakeAsync(PlannedPartition partition, CancellationToken ct)
    {
        var path = _files[partition.Key] = PathOf(partition);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.SetLength(file, partition.ContentLength.Count);
        await write(partition.Opened() with { Start = Bytes.Zero }, file, path, ct);
        return path;
    }

    private string PathOf(PlannedPartition partition) => Path.Combine(scratch, $"filesystem-{partition.Number}");
}
