using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Comparison.Causes;
using BootstrapVz.Common.Inspection;

namespace BootstrapVz.Common.Comparison;

/// <summary>Compares two images by everything that can be told of them.</summary>
/// <param name="host">The machine.</param>
/// <param name="scratch">A folder for images that have to be unpacked.</param>
/// <param name="causes">Says what is likely behind a difference; null leaves that out.</param>
public sealed class ImageComparer(IHost host, string scratch, CauseFinder? causes = null)
{
    /// <summary>Compares.</summary>
    /// <exception cref="ImageUnreadableException">One of them is no image.</exception>
    public async Task<ImageComparison> CompareAsync(string first, string second, CancellationToken ct)
    {
        using var left = await ImageDisk.OpenAsync(host, first, scratch, ct);
        using var right = await ImageDisk.OpenAsync(host, second, scratch, ct);
        try
        {
            return await Task.Run(() => Compare(left, right, ct), ct);
        }
        catch (Exception error) when (ImageUnreadableException.IsDamage(error))
        {
            throw new ImageUnreadableException($"a filesystem in '{first}' or '{second}' is damaged", "look at it with e2fsck -n or fsck.vfat -n", error);
        }
    }

    private ImageComparison Compare(ImageDisk left, ImageDisk right, CancellationToken ct)
    {
        var (first, blocks) = ByteComparer.Compare(left.Bytes, right.Bytes, ct, count: true);
        if (first is not { } differing)
        {
            // Two formats hold one disk in their own way, and that is no difference; two files of one format should be the same.
            var inFile = left.Format == right.Format ? ByteComparer.Compare(left.File, right.File, ct).First : null;
            return new(inFile is null, Facts(left, null), Facts(right, null), [], [], [], [], null, 0, inFile);
        }

        var (before, after) = (DiskTree.Of(left), DiskTree.Of(right));
        return new(
            false, Facts(left, before), Facts(right, after), PropertyComparer.Compare(Properties(left), Properties(right)),
            [.. Partitions(left, right, ct)], [.. Packages(before, after)], [.. FileComparer.Compare(before, after, causes, ct)],
            PlaceOf(differing, left), blocks, null);
    }

    private static ImageFacts Facts(ImageDisk disk, IReadOnlyDictionary<string, TreeFile>? tree) => new(
        disk.Path, disk.Format, disk.Bytes.Length, disk.File.Length, tree?.Count,
        tree?.Values.DistinctBy(f => f.Entry.Properties.ContainsKey("hard links") ? (object)(f.Part, f.Entry.Inode) : f).Sum(f => f.Entry.Size));

    private static Dictionary<string, string> Properties(ImageDisk disk)
    {
        var properties = new Dictionary<string, string> { ["size"] = new Bytes(disk.Bytes.Length).ToString(), ["partition table"] = disk.Table?.Type ?? "none" };
        if (disk.Table is { } table)
            properties["disk identifier"] = table.Id;
        return properties;
    }

    private static IEnumerable<PartitionChange> Partitions(ImageDisk left, ImageDisk right, CancellationToken ct)
    {
        foreach (var name in left.Parts.Concat(right.Parts).Select(p => p.Name).Distinct())
        {
            var (first, second) = (left.Parts.FirstOrDefault(p => p.Name == name), right.Parts.FirstOrDefault(p => p.Name == name));
            var changes = PropertyComparer.Compare(first?.Properties ?? NoProperties, second?.Properties ?? NoProperties);
            var differing = first?.Filesystem.Files is null && second?.Filesystem.Files is null && first is not null && second is not null
                ? ByteComparer.Compare(first.Bytes, second.Bytes, ct).First
                : null;
            if (changes.Count > 0 || differing is not null)
                yield return new(name, first is null ? ChangeKind.Added : second is null ? ChangeKind.Removed : ChangeKind.Changed, changes, differing);
        }
    }

    private static IEnumerable<PackageChange> Packages(IReadOnlyDictionary<string, TreeFile> before, IReadOnlyDictionary<string, TreeFile> after) =>
        PropertyComparer.Compare(DiskTree.Packages(before), DiskTree.Packages(after))
            .Select(c => new PackageChange(c.What, c.First, c.Second)).OrderBy(p => p.Name, StringComparer.Ordinal);

    private static BytePlace PlaceOf(long differing, ImageDisk disk)
    {
        var part = disk.Parts.FirstOrDefault(p => differing >= p.Start && differing < p.Start + p.Bytes.Length);
        return part is null
            ? new(differing, null, differing, Outside(differing, disk))
            : new(differing, part.Name, differing - part.Start, part.Filesystem.Describe(differing - part.Start));
    }

    // Places of a master boot record and of both GUID partition tables: UEFI specification 2.10, sections 5.2 and 5.3.
    private static string Outside(long place, ImageDisk disk)
    {
        const long TableEnd = 34 * PartitionLayout.SectorSize;
        const long BackupLength = 33 * PartitionLayout.SectorSize;
        return place < 440 ? "boot code of the first sector"
            : place < 446 ? "disk identifier in the first sector"
            : place < PartitionLayout.SectorSize || disk.Table?.Type == "gpt" && place < TableEnd ? "partition table"
            : disk.Table?.Type == "gpt" && place >= disk.Bytes.Length - BackupLength ? "backup of the partition table"
            : "outside of partitions";
    }

    private static readonly Dictionary<string, string> NoProperties = [];
}
