using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Inspection.Ext;
using BootstrapVz.Common.Volumes.Filesystems;

namespace BootstrapVz.Common.Boot;

/// <summary>Does to a volume what <c>extlinux --install</c> does to a mounted filesystem, and writes the code of the disk's first sector.</summary>
internal static class ExtlinuxBootCode
{
    private const int Sector = PartitionLayout.SectorSize;
    private const int CodeLength = 440; // what follows is the disk's number and the partition table

    // EXT4_IMMUTABLE_FL and EXT4_EXTENTS_FL: Documentation/filesystems/ext4/inodes.rst of the kernel.
    private const int Immutable = 0x10;
    private const int Extents = 0x80000;

    /// <summary>Makes a volume start from a filesystem that is written.</summary>
    /// <exception cref="BuildException">The filesystem has features that extlinux cannot read.</exception>
    public static async Task WriteAsync(IHost host, FilesystemJob job, PartitionLayout layout, RootFs root, CancellationToken ct)
    {
        var boot = job.Partition.MountPoint == "/boot" ? "" : "/boot";
        var (folder, file) = (boot + "/extlinux", boot + "/extlinux/ldlinux.sys");
        var filesystem = Read(job);
        var holed = ExtHoles.In(filesystem.Files.Where(entry => entry.Key.StartsWith(boot + "/", StringComparison.Ordinal)));
        var flags = Immutable | (filesystem.Type == "ext4" ? Extents : 0);
        await ExtEditor.RunAsync(host, job, [.. holed.Select(ExtHoles.Request), $"set_inode_field {file} flags 0x{flags:x}"], ct);
        ExtHoles.MarkWritten(job, holed);

        var program = ExtlinuxProgram.Read(root);
        var content = Read(job).Files[file].Content!;
        var sectors = Enumerable.Range(0, (int)(content.Length / Sector)).Select(number => content.PlaceOf((long)number * Sector)!.Value / Sector).ToList();
        var loader = ExtlinuxLoader.Place(program, sectors, folder, job.Partition.Start, job.Partition.Length);
        var start = job.Partition.Start.Count;
        foreach (var (number, sector) in sectors.Index())
            RandomAccess.Write(job.Image, loader.File.AsSpan(number * Sector, Sector), start + sector * Sector);
        RandomAccess.Write(job.Image, loader.BootSector, start);
        if (layout.Map == PartitionMap.None)
            return;
        var code = await File.ReadAllBytesAsync(root.Resolve($"/usr/lib/EXTLINUX/{(layout.Map == PartitionMap.Gpt ? "gptmbr" : "mbr")}.bin"), ct);
        RandomAccess.Write(job.Image, code.AsSpan(0, Math.Min(code.Length, CodeLength)), 0);
    }

    private static ExtReader Read(FilesystemJob job) => ExtReader.Open(job.Filesystem)
        ?? throw new BuildException($"partition '{job.Partition.Key}': extlinux cannot read this filesystem", "leave unusual features out of 'format_command'");
}
