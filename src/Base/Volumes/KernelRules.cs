namespace BootstrapVz.Base.Volumes;

/// <summary>Whether a boot loader can read what it starts, and be renewed, where that lies in a container or on a logical volume.</summary>
internal static class KernelRules
{
    private const string OwnBoot = "add a partition 'boot: {filesystem: ext4, size: 512MiB}'";

    public static IEnumerable<LayoutProblem> Check(IReadOnlyList<Draft> drafts, string bootloader, Firmware firmware)
    {
        // systemd-boot has kernels on the EFI system partition, and what 'none' stands for may read anything.
        if (bootloader is Bootloaders.SystemdBoot or "none" || (drafts.FirstOrDefault(d => d.Role == PartitionRole.Boot) ?? drafts.FirstOrDefault(d => d.Role == PartitionRole.Root)) is not { } holder)
            yield break;
        if ((holder.Group ?? holder) is { Options.Encryption: not null } encrypted)
            yield return new(encrypted.Path("encryption"), $"'{bootloader}' cannot read /boot on '{encrypted.Key}', which is encrypted", $"{OwnBoot}, or use 'bootloader: systemd-boot'");
        else if (holder.Group is not null && bootloader != Bootloaders.Grub)
            yield return new(holder.Path(), $"'{bootloader}' cannot read /boot on the logical volume '{holder.Key}'", OwnBoot);
        else if (holder.Group is not null && firmware == Firmware.Both)
            yield return new(holder.Path(), $"grub-cloud-amd64, which renews GRUB for both firmwares, cannot do so with /boot on the logical volume '{holder.Key}'", $"{OwnBoot}, or set 'firmware: uefi' or 'firmware: bios'");
    }
}
