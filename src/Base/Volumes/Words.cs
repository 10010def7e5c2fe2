namespace BootstrapVz.Base.Volumes;

/// <summary>The partition table of a volume.</summary>
public enum PartitionMap
{
    /// <summary>None: one filesystem fills the volume.</summary>
    None,

    /// <summary>The MBR table: four primary partitions, or three and any number of logical ones.</summary>
    Msdos,

    /// <summary>The GUID partition table.</summary>
    Gpt,
}

/// <summary>The firmware a boot loader is installed for.</summary>
[Flags]
public enum Firmware
{
    /// <summary>None: whatever starts the image brings its own boot loader.</summary>
    None = 0,

    /// <summary>PC BIOS.</summary>
    Bios = 1,

    /// <summary>UEFI.</summary>
    Uefi = 2,

    /// <summary>Both in one image.</summary>
    Both = Bios | Uefi,
}

/// <summary>What a partition is for.</summary>
public enum PartitionRole
{
    /// <summary>Holds GRUB's core image for BIOS on a GPT.</summary>
    Bios,

    /// <summary>The EFI system partition.</summary>
    Esp,

    /// <summary>Kernels, when they do not live in the root filesystem.</summary>
    Boot,

    /// <summary>Swap space.</summary>
    Swap,

    /// <summary>The root filesystem.</summary>
    Root,

    /// <summary>The hashes of the root filesystem's blocks.</summary>
    Verity,

    /// <summary>A filesystem mounted anywhere else.</summary>
    Other,

    /// <summary>What is written over a read-only root filesystem.</summary>
    Changes,
}
