using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Makes FAT filesystems with their content at their place in the volume's file.</summary>
internal static class VfatWriter
{
    // FAT32 means at least 65525 clusters (Microsoft FAT specification, section 3.5), which 4 KiB clusters reach at 256 MiB and some.
    private static readonly Bytes SmallestFat32 = Bytes.MiB(300);

    public static async Task WriteAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        var partition = job.Partition;
        var fat32 = partition.Length >= SmallestFat32;
        string[] kind = fat32 ? ["-F", "32", "-s", "8"] : ["-F", "16"];
        await host.RunAsync(
            new("mkfs.vfat", [.. kind, "--invariant", "-i", partition.FilesystemUuid.Replace("-", ""), "-n", partition.Label,
                "--offset", Number(partition.Start.Count / PartitionLayout.SectorSize), job.ImagePath, Number(partition.Length.Count / 1024)])
            {
                Environment = job.Environment,
            },
            ct);
        await FillAsync(host, job, ct);
    }

    /// <summary>Copies the content into a filesystem that is in its place.</summary>
    public static async Task FillAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        var entries = Directory.EnumerateFileSystemEntries(job.Source!).Order(StringComparer.Ordinal).ToList();
        if (entries.Count == 0)
            return;
        // Files get the time of SOURCE_DATE_EPOCH.
        await host.RunAsync(
            new("mcopy", ["-s", "-Q", "-i", $"{job.ImagePath}@@{Number(job.Partition.Start.Count)}", .. entries, "::"]) { Environment = job.Environment },
            ct);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
