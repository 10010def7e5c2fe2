using BootstrapVz.Base.Architectures;

namespace BootstrapVz.Common.Boot;

/// <summary>What UEFI and Debian's signed loaders call an architecture's files.</summary>
/// <param name="Suffix">UEFI's short name of the architecture, as in <c>grubx64.efi</c>.</param>
internal sealed record EfiNames(string Suffix)
{
    /// <summary>The folder of the loader that firmware starts when it knows of none.</summary>
    /// <remarks>UEFI specification 2.10, section 3.5.1.1.</remarks>
    public const string RemovableFolder = "/boot/efi/EFI/BOOT";

    /// <summary>Debian's folder.</summary>
    public const string DebianFolder = "/boot/efi/EFI/debian";

    /// <summary>The name of the loader that firmware starts when it knows of none.</summary>
    public string Removable => $"BOOT{Suffix.ToUpperInvariant()}.EFI";

    /// <summary>The list of boot entries that shim's fallback makes when the machine has none.</summary>
    public string Entries => $"BOOT{Suffix.ToUpperInvariant()}.CSV";

    /// <summary>The names for a Debian architecture.</summary>
    public static EfiNames For(string architecture) => new(ArchitectureTable.Get(architecture).EfiName!);

    /// <summary>A program of shim's as Debian signed it: <c>shim</c>, its key manager <c>mm</c>, its fallback <c>fb</c>.</summary>
    public string SignedShim(string program) => $"/usr/lib/shim/{program}{Suffix}.efi.signed";
}
