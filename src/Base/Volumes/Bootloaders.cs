namespace BootstrapVz.Base.Volumes;

/// <summary>The boot loaders, by their words in manifests.</summary>
public static class Bootloaders
{
    /// <summary>GRUB: BIOS, UEFI or both.</summary>
    public const string Grub = "grub";

    /// <summary>systemd-boot: UEFI only, kernels on the EFI system partition.</summary>
    public const string SystemdBoot = "systemd-boot";

    /// <summary>extlinux: BIOS only, from an ext filesystem, with or without a partition table.</summary>
    public const string Extlinux = "extlinux";

    // A kernel of the generic flavour takes 47 MiB with its initramfs, more with firmware in it. There are two, and a third while one is upgraded.
    private static readonly Bytes EspWithKernels = Bytes.MiB(512);

    // Debian's GRUB and shim for both places take 12 MiB. OVMF refuses some FAT32 sizes; this one gets a FAT16.
    private static readonly Bytes EspWithLoaders = Bytes.MiB(64);

    /// <summary>The size of an EFI system partition that the manifest gives none.</summary>
    public static Bytes EspSize(string bootloader) => bootloader == SystemdBoot ? EspWithKernels : EspWithLoaders;

    /// <summary>Whether a BIOS looks for a partition that its table marks.</summary>
    public static bool NeedsMark(string bootloader, PartitionMap map) =>
        map == PartitionMap.Msdos || (map == PartitionMap.Gpt && bootloader is not (Grub or SystemdBoot));
}
