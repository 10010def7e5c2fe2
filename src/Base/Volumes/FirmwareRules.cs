using BootstrapVz.Base.Architectures;

namespace BootstrapVz.Base.Volumes;

/// <summary>Which firmware can start which layout.</summary>
internal static class FirmwareRules
{
    private static readonly string[] Setting = ["system", "firmware"];

    /// <summary>The firmware asked for, or the default: both on a GPT where machines have both, else the one there is; BIOS on msdos.</summary>
    public static Firmware Choose(LayoutRequest request, PartitionMap map, List<LayoutProblem> problems)
    {
        var machine = ArchitectureTable.Get(request.Architecture);
        if (request.Bootloader == Bootloaders.SystemdBoot)
            return ChooseForSystemdBoot(request, machine, map, problems);
        if (request.Bootloader != Bootloaders.Grub)
        {
            if (request.Firmware is "uefi" or "both")
                problems.Add(new(Setting, $"boot loader '{request.Bootloader}' does not start under UEFI", "use 'bootloader: grub'"));
            return Firmware.None;
        }

        if (map == PartitionMap.None)
        {
            problems.Add(new(["system", "bootloader"], "'grub' needs a partition table, and 'type' is 'none'", "use 'type: gpt', or 'bootloader: extlinux'"));
            return Firmware.None;
        }

        var firmware = request.Firmware is { } asked
            ? Enum.Parse<Firmware>(asked, ignoreCase: true)
            : Default(machine, map);
        if (firmware.HasFlag(Firmware.Uefi) && map != PartitionMap.Gpt)
        {
            problems.Add(new(request.Firmware is null ? ["volume", "partitions", "type"] : Setting,
                "firmware 'uefi' needs an EFI system partition on a GPT, and 'type' is 'msdos'", "use 'type: gpt'"));
        }

        if (!machine.HasBios && firmware.HasFlag(Firmware.Bios))
            problems.Add(new(Setting, $"machines of '{machine}' have no BIOS", "use 'firmware: uefi'"));
        if (machine.EfiName is null && firmware.HasFlag(Firmware.Uefi))
            problems.Add(new(Setting, "32-bit UEFI is not supported", "use 'firmware: bios'"));
        return firmware;
    }

    private static Firmware ChooseForSystemdBoot(LayoutRequest request, DebianArchitecture machine, PartitionMap map, List<LayoutProblem> problems)
    {
        if (map != PartitionMap.Gpt)
            problems.Add(new(["system", "bootloader"], "'systemd-boot' needs an EFI system partition on a GPT", "use 'type: gpt', or 'bootloader: grub'"));
        if (request.Firmware is not (null or "uefi"))
            problems.Add(new(Setting, $"'systemd-boot' does not start under '{request.Firmware}'", "use 'bootloader: grub'"));
        if (machine.EfiName is null)
            problems.Add(new(["system", "bootloader"], "32-bit UEFI is not supported", "use 'bootloader: grub'"));
        return Firmware.Uefi;
    }

    private static Firmware Default(DebianArchitecture machine, PartitionMap map) => machine switch
    {
        { HasBios: false } => Firmware.Uefi,
        { EfiName: not null } when map == PartitionMap.Gpt => Firmware.Both,
        _ => Firmware.Bios,
    };
}
