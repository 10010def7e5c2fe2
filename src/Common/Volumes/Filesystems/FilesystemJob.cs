using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Common.Volumes.Filesystems.Btrfs;
using BootstrapVz.Common.Volumes.Filesystems.Xfs;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>One filesystem to write.</summary>
/// <param name="Partition">Its place, identifiers and options.</param>
/// <param name="Content">How much it will hold.</param>
/// <param name="Source">The directory with its content; null for swap.</param>
/// <param name="Image">The volume's file.</param>
/// <param name="ImagePath">A path of the volume's file for tools.</param>
/// <param name="Scratch">A folder for files that live as long as the job.</param>
/// <param name="Epoch">The time that made things carry, in seconds since 1970.</param>
/// <param name="SwapFile">A swap file on the host that becomes <see cref="SwapFile.Path"/>, without holes; null for none.</param>
internal sealed record FilesystemJob(
    PlannedPartition Partition, TreeContent Content, string? Source, SafeFileHandle Image, string ImagePath, string Scratch, long Epoch, string? SwapFile = null)
{
    /// <summary>What is written, once it is.</summary>
    public ByteSource Filesystem => new DiskBytes(Image, Partition.Start.Count, Partition.Length.Count);

    /// <summary>
    /// Fixes the clock of e2fsprogs (the second name is the one before 1.47.1), dosfstools and mtools, and settings of the host that tools read.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["SOURCE_DATE_EPOCH"] = Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["E2FSPROGS_FAKE_TIME"] = Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["TZ"] = "UTC",
        ["LC_ALL"] = "C.UTF-8",
        ["MTOOLSRC"] = "/dev/null",
        ["MTOOLS_SKIP_CHECK"] = "1",
    };
}

/// <summary>Writes filesystems into their place on a volume.</summary>
internal static class FilesystemWriter
{
    public static Task WriteAsync(IHost host, FilesystemJob job, CancellationToken ct) => job.Partition switch
    {
        { FormatCommand.Count: > 0 } => FormatCommandWriter.WriteAsync(host, job, ct),
        { IsExt: true } => ExtWriter.WriteAsync(host, job, ct),
        { Filesystem: "vfat" } => VfatWriter.WriteAsync(host, job, ct),
        { Filesystem: "swap" } => OwnFileWriter.WriteAsync(host, job, ["mkswap", "--uuid", job.Partition.FilesystemUuid, "--label", job.Partition.Label, OwnFileWriter.File], ct),
        { Filesystem: "btrfs" } => Task.Run(() => BtrfsMaker.Make(job, ct), ct),
        { Filesystem: "xfs" } => XfsWriter.WriteAsync(host, job, ct),
        { IsPacked: true } => PackedWriter.WriteAsync(host, job, ct),
        _ => throw new InvalidOperationException($"no writer for '{job.Partition.Filesystem}'"),
    };
}
