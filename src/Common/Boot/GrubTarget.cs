using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>One kind of GRUB.</summary>
/// <param name="Name">GRUB's name, also of its module folders.</param>
/// <param name="EfiSuffix">What UEFI calls the architecture in file names; null for BIOS.</param>
internal sealed record GrubTarget(string Name, string? EfiSuffix)
{
    public static readonly GrubTarget Bios = new("i386-pc", null);
    private static readonly GrubTarget EfiAmd64 = new("x86_64-efi", "x64");
    private static readonly GrubTarget EfiArm64 = new("arm64-efi", "aa64");

    /// <summary>Where the package has modules and images.</summary>
    public string Library => "/usr/lib/grub/" + Name;

    /// <summary>Where GRUB finds them when it runs.</summary>
    public string Folder => "/boot/grub/" + Name;

    public static IEnumerable<GrubTarget> For(PartitionLayout layout)
    {
        if (layout.Firmware.HasFlag(Firmware.Bios))
            yield return Bios;
        if (layout.Firmware.HasFlag(Firmware.Uefi))
            yield return layout.Architecture == "arm64" ? EfiArm64 : EfiAmd64;
    }
}
