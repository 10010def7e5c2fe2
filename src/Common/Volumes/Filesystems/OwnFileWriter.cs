using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Runs a tool that wants the filesystem to be a file or device of its own, and moves the result to its place.</summary>
internal static class OwnFileWriter
{
    /// <summary>Stands for the file in the words of a command.</summary>
    public const string File = "{device_path}";

    public static async Task WriteAsync(IHost host, FilesystemJob job, IReadOnlyList<string> words, CancellationToken ct)
    {
        var path = Path.Combine(job.Scratch, "partition.raw");
        // mkswap(8) warns of a file that others can read.
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            BufferSize = 0,
        });
        try
        {
            file.SetLength(job.Partition.Length.Count);
            var filled = words.Select(word => word.Replace(File, path, StringComparison.Ordinal)).ToList();
            await host.RunAsync(new(filled[0], [.. filled.Skip(1)]) { Environment = job.Environment }, ct);
            // mkfs.btrfs --rootdir makes a file longer when its content does not fit.
            if (file.Length != job.Partition.Length.Count)
                throw new BuildException($"'{job.Partition.Key}': its content does not fit into {job.Partition.Length}", "give the partition more, or 'auto'");
            SparseCopy.CopyNonZero(file.SafeFileHandle, job.Image, job.Partition.Start.Count, ct);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
