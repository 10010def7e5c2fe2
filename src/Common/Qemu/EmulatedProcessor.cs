using BootstrapVz.Base.Architectures;

namespace BootstrapVz.Common.Qemu;

/// <summary>Which processor of an architecture QEMU emulates, for machines and for programs.</summary>
internal static class EmulatedProcessor
{
    // QEMU 7.2 emulates CMPXCHG16B wrongly: flags come out as garbage, and kernels from 6.12 on, which use it for every allocation,
    // die within a minute. Without it they use another way.
    private const string Pc = "max,cx16=off";

    // Programs of arm64 sign their return addresses. What the architecture proposes for that takes QEMU two thirds of all its time; it has
    // a quick way too: QEMU's documentation, "Arm CPU features", pauth-impdef.
    private const string Arm = "max,pauth-impdef=on";

    /// <summary>That of a machine, as <c>-cpu</c> takes it.</summary>
    public static string OfMachine(DebianArchitecture architecture) => architecture == ArchitectureTable.Arm64 ? Arm : architecture.HasBios ? Pc : "rv64";

    /// <summary>That of programs, as <c>QEMU_CPU</c> takes it; null for QEMU's own choice.</summary>
    public static string? OfPrograms(DebianArchitecture architecture) => architecture == ArchitectureTable.Arm64 ? Arm : null;
}
