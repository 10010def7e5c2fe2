using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>One kind of GRUB.</summary>
/// <param name="Name">GRUB's name, also of its module folders.</param>
/// <param name="Efi">The names of its files; null for BIOS.</param>
internal sealed record GrubTarget(string Name, EfiNames? Efi)
{
    public static readonly GrubTarget Bios = new("i386-pc", null);

    /// <summary>Where the package has modules and images.</summary>
    public string Library => "/usr/lib/grub/" + Name;

    /// <summary>Where GRUB finds them when it runs.</summary>
    public string Folder => "/boot/grub/" + Name;

    public static IEnumerable<GrubTarget> For(PartitionLayout layout)
    {
        if (layout.Firmware.HasFlag(Firmware.Bios))
            yield return Bios;
        if (layout.Firmware.HasFlag(Firmware.Uefi))
            yield return new(ArchitectureTable.Get(layout.Architecture).GrubName!, EfiNames.For(layout.Architecture));
    }
}
