using System.Globalization;
using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Qemu;

/// <summary>Files a machine with UEFI starts from.</summary>
/// <param name="Code">The firmware.</param>
/// <param name="Variables">A copy of its variables, which it writes to; null for firmware that is started as a program and keeps none.</param>
public sealed record FirmwareFiles(string Code, string? Variables);

/// <summary>QEMU's command line.</summary>
public static class QemuCommand
{
    /// <summary>Writes the command line. Standard input and output are the console, with QEMU's monitor behind Ctrl-A C.</summary>
    /// <param name="options">The machine.</param>
    /// <param name="format">The image's format.</param>
    /// <param name="accelerator">What runs its instructions.</param>
    /// <param name="firmware">The firmware for UEFI; null for BIOS.</param>
    public static Command Build(QemuOptions options, string format, Accelerator accelerator, FirmwareFiles? firmware)
    {
        var pc = options.Architecture.HasBios;
        // The PC's firmware keeps its variables in flash that only its system management mode may write: OvmfPkg/README, "SMM support".
        var managed = options.SecureBoot && pc;
        List<string> arguments =
        [
            "-name", Path.GetFileNameWithoutExtension(options.Image).Replace(',', '-'),
            "-machine", !pc ? "virt" : managed ? "q35,smm=on" : "q35",
            .. accelerator == Accelerator.Kvm ? (string[])["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi", "-cpu", EmulatedProcessor.OfMachine(options.Architecture)],
            "-m", string.Create(CultureInfo.InvariantCulture, $"{options.Memory.Count >> 20}M"),
            "-smp", options.Processors.ToString(CultureInfo.InvariantCulture),
            "-display", "none",
            "-serial", "mon:stdio",
        ];
        if (managed)
            arguments.AddRange(["-global", "driver=cfi.pflash01,property=secure,value=on", "-global", "ICH9-LPC.disable_s3=1"]);
        if (firmware is { Variables: { } variables })
        {
            arguments.AddRange(["-drive", $"if=pflash,format=raw,unit=0,readonly=on,file={Escape(firmware.Code)}"]);
            arguments.AddRange(["-drive", $"if=pflash,format=raw,unit=1,file={Escape(variables)}"]);
        }
        else if (firmware is not null)
        {
            arguments.AddRange(["-kernel", firmware.Code]);
        }

        var snapshot = options.Writable ? "" : ",snapshot=on";
        arguments.AddRange(["-drive", $"if=none,id=disk,format={format},discard=unmap,file={Escape(options.Image)}{snapshot}"]);
        // The first place is that of a kernel given with -kernel.
        arguments.AddRange(["-device", "virtio-blk-pci,drive=disk,bootindex=1"]);
        var forward = options.SshPort is { } port ? string.Create(CultureInfo.InvariantCulture, $",hostfwd=tcp:127.0.0.1:{port}-:22") : "";
        // Without its ROM the network card is not tried as a boot device.
        arguments.AddRange(["-netdev", "user,id=net" + forward, "-device", "virtio-net-pci,netdev=net,romfile="]);
        arguments.AddRange(["-device", "virtio-rng-pci"]);
        // Last, so that the name of the network card does not depend on them.
        foreach (var (drive, index) in options.Drives.Select((drive, index) => (drive, index)))
            arguments.AddRange(["-drive", $"if=none,id=drive{index},format={drive.Format},file={Escape(drive.File)}{snapshot}", "-device", $"virtio-blk-pci,drive=drive{index}"]);
        if (options.EndOnReboot)
            arguments.Add("-no-reboot");
        return new(Program(options.Architecture), [.. arguments, .. options.Extra]);
    }

    /// <summary>The program that emulates an architecture.</summary>
    public static string Program(DebianArchitecture architecture) => "qemu-system-" + architecture.QemuName;

    // A comma is doubled in option values: qemu(1), "-drive".
    private static string Escape(string path) => path.Replace(",", ",,");
}
