using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Inspection.Boot;

namespace BootstrapVz.Common.Inspection;

/// <summary>The machine that an image is for.</summary>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Firmware">BIOS, where the image starts under both.</param>
public sealed record ImageMachine(DebianArchitecture Architecture, Firmware Firmware)
{
    /// <summary>Finds out what starts an image: boot code and programs for UEFI tell, then the type of a partition, then the packages.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="image">The image.</param>
    /// <param name="scratch">A folder for one that has to be unpacked.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ImageUnreadableException">It is no image, or a damaged one.</exception>
    public static async Task<ImageMachine> FindAsync(IHost host, string image, string scratch, CancellationToken ct)
    {
        using var disk = await ImageDisk.OpenAsync(host, image, scratch, ct);
        var efi = disk.Parts.SelectMany(BootPaths.Efi).OrderByDescending(program => program.Removable).Select(program => program.Architecture).FirstOrDefault(name => name is not null);
        var bios = BootPaths.Bios(disk) is not null;
        // What a BIOS starts runs on the x86 of 64 bits, whichever it was made for.
        var name = efi ?? (bios ? ArchitectureTable.Amd64.Name : OfPartition(disk) ?? OfPackages(disk));
        var architecture = name is null ? null : ArchitectureTable.Find(name);
        return new(architecture is null || architecture == ArchitectureTable.I386 ? ArchitectureTable.Amd64 : architecture, bios || efi is null ? Firmware.Bios : Firmware.Uefi);
    }

    private static string? OfPartition(ImageDisk disk) => disk.Parts
        .Select(part => Guid.TryParse(part.Properties.GetValueOrDefault("type"), out var type) ? PartitionTypes.ArchitectureOf(type) : null)
        .FirstOrDefault(name => name is not null);

    private static string? OfPackages(ImageDisk disk) =>
        DiskTree.Packages(DiskTree.Of(disk)).Keys.Select(package => package.Split(':')).FirstOrDefault(package => package[0] == "dpkg")?[1];
}
