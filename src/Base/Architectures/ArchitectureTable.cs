using System.Runtime.InteropServices;

namespace BootstrapVz.Base.Architectures;

/// <summary>The architectures that images are made for.</summary>
public static class ArchitectureTable
{
    /// <summary>The x86 of 32 bits. Its UEFI is left out: hardly a machine has it.</summary>
    public static readonly DebianArchitecture I386 = new("i386", "i386", 3) { Is64 = false, HasBios = true };

    /// <summary>The x86 of 64 bits.</summary>
    public static readonly DebianArchitecture Amd64 = new("amd64", "x86_64", 62) { HasBios = true, EfiName = "x64", GrubName = "x86_64-efi", HasSignedLoaders = true, HasCloudKernel = true };

    /// <summary>Arm of 64 bits.</summary>
    public static readonly DebianArchitecture Arm64 = new("arm64", "aarch64", 183) { EfiName = "aa64", GrubName = "arm64-efi", HasSignedLoaders = true, HasCloudKernel = true, SerialPort = "ttyAMA0" };

    /// <summary>RISC-V of 64 bits.</summary>
    public static readonly DebianArchitecture Riscv64 = new("riscv64", "riscv64", 243) { EfiName = "riscv64", GrubName = "riscv64-efi", FirstRelease = "trixie" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DebianArchitecture> All { get; } = [I386, Amd64, Arm64, Riscv64];

    /// <summary>That of this host; null for another one.</summary>
    public static DebianArchitecture? OfHost => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X86 => I386,
        Architecture.X64 => Amd64,
        Architecture.Arm64 => Arm64,
        Architecture.RiscV64 => Riscv64,
        _ => null,
    };

    /// <summary>Whether another processor than this host's is needed. An x86 of 64 bits is one of 32 bits too.</summary>
    public static bool IsForeign(DebianArchitecture architecture) => architecture != OfHost && (architecture != I386 || OfHost != Amd64);

    /// <summary>An architecture that is known to exist.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static DebianArchitecture Get(string name) => Find(name) ?? throw new ArgumentException($"no architecture '{name}'", nameof(name));

    /// <summary>The architecture of a name, or null.</summary>
    public static DebianArchitecture? Find(string name) => All.FirstOrDefault(architecture => architecture.Name == name);
}
