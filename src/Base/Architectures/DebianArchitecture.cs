namespace BootstrapVz.Base.Architectures;

/// <summary>An architecture of Debian's and what is peculiar to its machines.</summary>
/// <param name="Name">Debian's name.</param>
/// <param name="QemuName">What QEMU's programs call it, as in <c>qemu-system-aarch64</c>.</param>
/// <param name="ElfMachine">The machine in the header of its programs: elf(5), <c>e_machine</c>.</param>
public sealed record DebianArchitecture(string Name, string QemuName, ushort ElfMachine)
{
    /// <summary>Whether its programs are 64-bit ones.</summary>
    public bool Is64 { get; init; } = true;

    /// <summary>Whether its machines have a BIOS.</summary>
    public bool HasBios { get; init; }

    /// <summary>UEFI's short name, as in <c>grubx64.efi</c>; null where there is no UEFI that images are made for.</summary>
    /// <remarks>UEFI specification 2.10, section 3.5.1.1.</remarks>
    public string? EfiName { get; init; }

    /// <summary>What GRUB calls its port to this UEFI.</summary>
    public string? GrubName { get; init; }

    /// <summary>Whether Debian has signed boot loaders for it, and shim.</summary>
    public bool HasSignedLoaders { get; init; }

    /// <summary>Whether Debian has a smaller kernel for the virtual machines of clouds.</summary>
    public bool HasCloudKernel { get; init; }

    /// <summary>The first serial port.</summary>
    public string SerialPort { get; init; } = "ttyS0";

    /// <summary>The first release that has it, by codename, where that is not one of long ago.</summary>
    public string? FirstRelease { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
