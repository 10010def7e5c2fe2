using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Qemu;

/// <summary>How an image is started.</summary>
public sealed record QemuOptions
{
    /// <summary>The image file, raw or qcow2.</summary>
    public required string Image { get; init; }

    /// <summary>The machine's architecture.</summary>
    public DebianArchitecture Architecture { get; init; } = ArchitectureTable.Amd64;

    /// <summary>BIOS or UEFI.</summary>
    public Firmware Firmware { get; init; } = Firmware.Bios;

    /// <summary>Whether the firmware, then UEFI, starts only what is signed: with Microsoft's keys, unless it has <see cref="Trusted"/>.</summary>
    public bool SecureBoot { get; init; }

    /// <summary>A file with the only certificate that a firmware with Secure Boot trusts, PEM or DER.</summary>
    public string? Trusted { get; init; }

    /// <summary>Whether a firmware with Secure Boot begins without any certificate, and takes those that the guest gives it.</summary>
    public bool SetupMode { get; init; }

    /// <summary>Whether the machine has UEFI.</summary>
    public bool HasUefi => Firmware == Firmware.Uefi || SecureBoot || !Architecture.HasBios;

    /// <summary>Memory of the machine.</summary>
    public Bytes Memory { get; init; } = Bytes.MiB(1024);

    /// <summary>Its processors.</summary>
    public int Processors { get; init; } = 2;

    /// <summary>Whether the guest's writes go to the image; else they are gone when it stops.</summary>
    public bool Writable { get; init; }

    /// <summary>Further drives, behind the image's: a seed of cloud-init, an empty disk.</summary>
    public IReadOnlyList<QemuDrive> Drives { get; init; } = [];

    /// <summary>A port of this host, on the loopback address, that leads to the guest's SSH port.</summary>
    public int? SshPort { get; init; }

    /// <summary>Whether the machine ends where a real one would restart.</summary>
    public bool EndOnReboot { get; init; }

    /// <summary>Further arguments for QEMU.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];
}

/// <summary>A drive of a machine.</summary>
/// <param name="File">Its file.</param>
/// <param name="Format">The file's format: <c>raw</c> or <c>qcow2</c>.</param>
public sealed record QemuDrive(string File, string Format)
{
    /// <summary>The drive of a file.</summary>
    /// <exception cref="BuildException">There is no such file.</exception>
    public static async Task<QemuDrive> OfAsync(string file, CancellationToken ct) =>
        System.IO.File.Exists(file) ? new(file, await QemuRunner.FormatAsync(file, ct)) : throw new BuildException($"there is no drive '{file}'");
}

/// <summary>What runs the guest's instructions.</summary>
public enum Accelerator
{
    /// <summary>QEMU's translator: works everywhere, and is slow.</summary>
    Tcg,

    /// <summary>The processor itself.</summary>
    Kvm,
}
