using System.Globalization;
using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Rules over <c>system</c> and <c>bootstrapper</c>.</summary>
internal static class SystemRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["system/release"], ReleaseIsKnown),
        new(["system/bootloader", "volume/partitions/type"], BootloaderHasTable),
        new(["system/architecture", "system/userspace_architecture"], UserspaceRunsOnMachine),
        new(["system/architecture", "system/release"], ArchitectureIsInRelease),
        new(["system/bootloader", "system/firmware"], FirmwareIsTheBootloaders),
        new(["system/bootloader", "system/release"], SystemdBootIsInRelease),
        new(["system/bootloader", "system/architecture", "system/userspace_architecture"], BootloaderIsForMachine),
        new(["system/bootloader", "system/unified_kernel", "system/release"], UnifiedKernelHasTools),
        new(["bootstrapper/no-check-gpg", "bootstrapper/force-check-gpg"], SignatureIsCheckedOrNot),
    ];

    private static void ReleaseIsKnown(ManifestDraft draft, ManifestChecker check)
    {
        string[] path = ["system", "release"];
        var name = draft.Options!.System.Release;
        if (ReleaseTable.Find(name) is not { } release)
            check.Error(path, ErrorCodes.UnknownRelease, $"there is no Debian release '{name}'", HintFor(name));
        else if (release < ReleaseTable.Oldest)
            check.Error(path, ErrorCodes.ReleaseTooOld, $"release '{name}' is older than {ReleaseTable.Oldest}", $"use {ReleaseTable.Oldest} or a newer one; stable is {ReleaseTable.Get("stable")}");
    }

    private static string HintFor(string name)
    {
        var number = decimal.TryParse(name, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? Math.Floor(version) : -1;
        if (ReleaseTable.All.FirstOrDefault(release => release.Version == number) is { } numbered)
            return $"write its codename: {numbered}";
        return TextDistance.Suggest(name, ReleaseTable.All.Select(release => release.Codename).Concat(ReleaseTable.Aliases.Keys))
            ?? $"use a codename from {ReleaseTable.Oldest} to {ReleaseTable.Get("testing")}, or {string.Join(", ", ReleaseTable.Aliases.Keys)}";
    }

    private static void BootloaderHasTable(ManifestDraft draft, ManifestChecker check)
    {
        if (draft.Options is { System.Bootloader: Bootloaders.SystemdBoot, Volume.Partitions.Type: not "gpt" })
            check.Error(["system", "bootloader"], ErrorCodes.BootloaderNeedsTable, "systemd-boot starts from an EFI system partition on a GPT", "set volume.partitions.type to gpt, or use grub");
        if (draft.Options is { System.Bootloader: Bootloaders.Grub, Volume.Partitions.Type: "none" })
            check.Error(["system", "bootloader"], ErrorCodes.BootloaderNeedsTable, "grub cannot start from a volume without a partition table", "set volume.partitions.type to gpt or msdos, or use extlinux");
    }

    private static void UserspaceRunsOnMachine(ManifestDraft draft, ManifestChecker check)
    {
        if (draft.Options!.System is { UserspaceArchitecture: { } userspace, Architecture: not ("amd64" or "i386") and var machine })
            check.Error(["system", "userspace_architecture"], ErrorCodes.Conflict, $"packages of '{userspace}' do not run on '{machine}'", "remove userspace_architecture, or set architecture to amd64");
    }

    private static void ArchitectureIsInRelease(ManifestDraft draft, ManifestChecker check)
    {
        var (machine, name) = (ArchitectureTable.Get(draft.Options!.System.Architecture), draft.Options.System.Release);
        if (machine.FirstRelease is { } first && ReleaseTable.Find(name) is { } release && release < ReleaseTable.Get(first))
            check.Error(["system", "architecture"], ErrorCodes.Conflict, $"release '{name}' is not made for '{machine}'", $"use {first} or a newer release");
    }

    private static void FirmwareIsTheBootloaders(ManifestDraft draft, ManifestChecker check)
    {
        if (draft.Options!.System is { Firmware: not (null or "uefi") and var other, Bootloader: Bootloaders.SystemdBoot })
            check.Error(["system", "firmware"], ErrorCodes.Conflict, $"systemd-boot does not start under firmware '{other}'", "remove firmware, or set bootloader to grub");
        if (draft.Options!.System is { Firmware: { } firmware, Bootloader: not (Bootloaders.Grub or Bootloaders.SystemdBoot) and var bootloader })
            check.Error(["system", "firmware"], ErrorCodes.Conflict, $"firmware '{firmware}' is set, but bootloader '{bootloader}' has no choice of firmware", "remove firmware, or set bootloader to grub");
    }

    private static void SystemdBootIsInRelease(ManifestDraft draft, ManifestChecker check)
    {
        // Before, no package of Debian's kept kernels on the EFI system partition up to date.
        if (draft.Options!.System is { Bootloader: Bootloaders.SystemdBoot, Release: var name } && ReleaseTable.Find(name) is { } release && release < ReleaseTable.Get("bookworm"))
            check.Error(["system", "bootloader"], ErrorCodes.Conflict, $"release '{name}' has no package systemd-boot", "use grub, or bookworm or a newer release");
    }

    private static void BootloaderIsForMachine(ManifestDraft draft, ManifestChecker check)
    {
        if (draft.Options!.System is { Bootloader: Bootloaders.Extlinux, Architecture: var pc } && !ArchitectureTable.Get(pc).HasBios)
            check.Error(["system", "bootloader"], ErrorCodes.Conflict, $"extlinux starts under a BIOS, and machines of '{pc}' have none", "use grub, or architecture amd64");
        if (draft.Options!.System is { Bootloader: Bootloaders.SystemdBoot, Architecture: "i386" })
            check.Error(["system", "bootloader"], ErrorCodes.Conflict, "systemd-boot is not installed for the 32-bit UEFI of 'i386'", "use grub, or architecture amd64");
        else if (draft.Options.System is { Bootloader: Bootloaders.SystemdBoot, Architecture: var machine, UserspaceArchitecture: { } userspace } && userspace != machine)
            check.Error(["system", "userspace_architecture"], ErrorCodes.Conflict, $"systemd-boot's package for '{userspace}' does not start '{machine}'", "use grub, or remove userspace_architecture");
    }

    private static void UnifiedKernelHasTools(ManifestDraft draft, ManifestChecker check)
    {
        string[] path = ["system", "unified_kernel"];
        if (draft.Options!.System is not { UnifiedKernel: true, Bootloader: var bootloader, Release: var name })
            return;
        if (bootloader != Bootloaders.SystemdBoot)
            check.Error(path, ErrorCodes.Conflict, $"bootloader '{bootloader}' starts no unified kernels", "set bootloader to systemd-boot, or remove unified_kernel");
        else if (ReleaseTable.Find(name) is { } release && release < ReleaseTable.Get("trixie"))
            check.Error(path, ErrorCodes.Conflict, $"release '{name}' has no ukify, and its kernel-install(8) makes no unified kernels", "use trixie or a newer release, or remove unified_kernel");
    }

    private static void SignatureIsCheckedOrNot(ManifestDraft draft, ManifestChecker check)
    {
        if (draft.Options!.Bootstrapper is { NoCheckGpg: true, ForceCheckGpg: true })
            check.Error(["bootstrapper", "no-check-gpg"], ErrorCodes.Conflict, "no-check-gpg and force-check-gpg exclude each other", "remove no-check-gpg");
    }
}
