using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Makes FAT filesystems with their content at their place in the volume's file.</summary>
internal static class VfatWriter
{
    // FAT32 means at least 65525 clusters (Microsoft FAT specification, section 3.5), which 4 KiB clusters reach at 256 MiB and some.
    private static readonly Bytes SmallestFat32 = Bytes.MiB(300);
    private const int AtOnce = 500; // well below what one command line may hold

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
    /// <remarks>Folder by folder and sorted: mcopy -s takes what is below a folder in the order in which the host's filesystem lists it.</remarks>
    public static async Task FillAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        var folders = Folders(job.Source!).ToList();
        foreach (var some in folders.Skip(1).Chunk(AtOnce))
            await RunAsync("mmd", some.Select(folder => InImage(job, folder)));
        foreach (var folder in folders)
        {
            foreach (var files in Sorted(Directory.EnumerateFiles(folder)).Chunk(AtOnce))
                await RunAsync("mcopy", ["-Q", .. files, InImage(job, folder) + "/"]);
        }

        // Everything gets the time of SOURCE_DATE_EPOCH.
        Task RunAsync(string tool, IEnumerable<string> words) => host.RunAsync(
            new(tool, ["-i", $"{job.ImagePath}@@{Number(job.Partition.Start.Count)}", .. words]) { Environment = job.Environment }, ct);
    }

    // Parents before what is in them; links to folders are not followed, which could lead round in a circle.
    private static IEnumerable<string> Folders(string folder) =>
        Sorted(Directory.EnumerateDirectories(folder)).Where(below => new DirectoryInfo(below).LinkTarget is null).SelectMany(Folders).Prepend(folder);

    private static IOrderedEnumerable<string> Sorted(IEnumerable<string> paths) => paths.Order(StringComparer.Ordinal);

    private static string InImage(FilesystemJob job, string folder) =>
        folder == job.Source ? "::" : "::/" + Path.GetRelativePath(job.Source!, folder);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
