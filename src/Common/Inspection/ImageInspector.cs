using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Inspection.Boot;
using BootstrapVz.Common.Volumes;

namespace BootstrapVz.Common.Inspection;

/// <summary>Tells what an image is and holds. Nothing is mounted and no rights are needed.</summary>
/// <param name="host">The machine.</param>
/// <param name="scratch">A folder for images that have to be unpacked.</param>
public sealed class ImageInspector(IHost host, string scratch)
{
    private static readonly string[] OsRelease = ["/etc/os-release", "/usr/lib/os-release"]; // os-release(5); the first is a link as a rule

    /// <summary>Looks at an image.</summary>
    /// <exception cref="ImageUnreadableException">It is no image, or a damaged one.</exception>
    public async Task<ImageReport> InspectAsync(string path, CancellationToken ct)
    {
        using var disk = await ImageDisk.OpenAsync(host, path, scratch, ct);
        try
        {
            return await Task.Run(() => Report(disk), ct);
        }
        catch (Exception error) when (ImageUnreadableException.IsDamage(error))
        {
            throw new ImageUnreadableException($"a filesystem in '{path}' is damaged", "look at it with e2fsck -n or fsck.vfat -n", error);
        }
    }

    private static ImageReport Report(ImageDisk disk)
    {
        var tree = DiskTree.Of(disk);
        InstalledPackage[] packages =
        [
            .. from package in DiskTree.Packages(tree)
               let name = package.Key.Split(':')
               orderby package.Key
               select new InstalledPackage(name[0], package.Value, name[1]),
        ];
        return new(
            disk.Path, disk.Format, disk.Bytes.Length, disk.File.Length, (long)Libc.Status(disk.Path, follow: true).Blocks * 512,
            disk.Table is { } table ? new(table.Type, table.Id) : null,
            [.. disk.Parts.Select(Partition)],
            BootPaths.Of(disk, tree),
            SystemOf(tree, packages),
            packages);
    }

    private static PartitionReport Partition(DiskPart part)
    {
        var (told, filesystem) = (part.Properties, part.Filesystem);
        var type = told.GetValueOrDefault("type");
        return new(
            part.Name, part.Start, part.Bytes.Length, type, type is null ? null : PartitionTypeNames.Of(type), told.GetValueOrDefault("name"), told.GetValueOrDefault("uuid"),
            told.ContainsKey("bootable") || told.GetValueOrDefault("attributes")?.Contains("LegacyBIOSBootable", StringComparison.Ordinal) == true,
            new(filesystem.Type, filesystem.Label, filesystem.Uuid, filesystem.Space?.Used, filesystem.Space?.Free, filesystem.Files is not null, filesystem.Subvolumes));
    }

    private static SystemReport? SystemOf(IReadOnlyDictionary<string, TreeFile> tree, IReadOnlyList<InstalledPackage> packages)
    {
        if (OsRelease.Select(path => DiskTree.Text(tree, path)).FirstOrDefault(text => text is not null) is not { } text)
            return null;
        var values = text.Split('\n').Select(line => line.Split('=', 2)).Where(line => line.Length == 2).ToDictionary(line => line[0], line => line[1].Trim('"'));
        return values.GetValueOrDefault("PRETTY_NAME") is { } name
            ? new(name, values.GetValueOrDefault("VERSION_CODENAME"), packages.FirstOrDefault(p => p.Name == "dpkg")?.Architecture)
            : null;
    }
}
