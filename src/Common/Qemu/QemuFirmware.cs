using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Qemu;

/// <summary>Finds UEFI firmware for QEMU on the host.</summary>
internal static class QemuFirmware
{
    private static readonly (string Code, string Variables)[] Amd64 =
    [
        ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
        ("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
    ];

    // The same firmware with system management mode, which keeps its variables from the guest, and Microsoft's keys in them.
    private static readonly (string Code, string Variables)[] SecureAmd64 =
    [
        ("/usr/share/OVMF/OVMF_CODE_4M.secboot.fd", "/usr/share/OVMF/OVMF_VARS_4M.ms.fd"),
        ("/usr/share/OVMF/OVMF_CODE.secboot.fd", "/usr/share/OVMF/OVMF_VARS.ms.fd"),
    ];

    private static readonly (string Code, string Variables)[] Arm64 =
    [
        ("/usr/share/AAVMF/AAVMF_CODE.no-secboot.fd", "/usr/share/AAVMF/AAVMF_VARS.fd"),
        ("/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/AAVMF/AAVMF_VARS.fd"),
    ];

    private static readonly (string Code, string Variables)[] SecureArm64 = [("/usr/share/AAVMF/AAVMF_CODE.ms.fd", "/usr/share/AAVMF/AAVMF_VARS.ms.fd")];

    // U-Boot has the services of UEFI that boot loaders use; it is QEMU's first program there, as OpenSBI, which QEMU brings, starts it.
    private const string RiscV = "/usr/lib/u-boot/qemu-riscv64_smode/uboot.elf";

    /// <summary>The firmware with a copy of its variables in a folder.</summary>
    /// <exception cref="HostRequirementException">The host has no such firmware.</exception>
    /// <exception cref="BuildException">The certificate cannot be read.</exception>
    public static FirmwareFiles Prepare(QemuOptions options, string folder)
    {
        if (options.Architecture == ArchitectureTable.Riscv64)
            return PrepareRiscV(options);
        var blank = options.SetupMode || options.Trusted is not null;
        var (places, package) = options.Architecture == ArchitectureTable.Arm64
            ? (options.SecureBoot ? SecureArm64 : Arm64, "qemu-efi-aarch64")
            : (options.SecureBoot ? SecureAmd64 : Amd64, "ovmf");
        var (code, variables) = places.FirstOrDefault(p => File.Exists(p.Code) && File.Exists(p.Variables));
        if (code is null)
            throw Missing(places[0].Code, package);
        if (options.SecureBoot && blank)
            variables = variables!.Replace(".ms.fd", ".fd", StringComparison.Ordinal);
        var copy = Path.Combine(folder, "variables.fd");
        File.Copy(variables, copy, overwrite: true);
        File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (options.Trusted is { } certificate)
            FirmwareVariables.Trust(copy, certificate);
        return new(code, copy);
    }

    private static FirmwareFiles PrepareRiscV(QemuOptions options)
    {
        if (options.SecureBoot)
            throw new BuildException($"machines of '{options.Architecture}' have no Secure Boot here: Debian signs nothing for them");
        return File.Exists(RiscV) ? new(RiscV, null) : throw Missing(RiscV, "u-boot-qemu");
    }

    private static HostRequirementException Missing(string file, string package) => new([new($"UEFI firmware for QEMU ({file})", $"apt-get install {package}")]);
}
