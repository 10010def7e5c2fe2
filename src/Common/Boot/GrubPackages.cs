using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>An answer to a question that a package asks when it is installed or upgraded.</summary>
/// <param name="Package">The package that owns the question.</param>
/// <param name="Question">The question's name.</param>
/// <param name="Type">Its type: <c>boolean</c>, <c>string</c>, <c>multiselect</c>.</param>
/// <param name="Value">The answer.</param>
public sealed record DebconfAnswer(string Package, string Question, string Type, string Value)
{
    /// <summary>The line that debconf-set-selections(1) reads.</summary>
    public override string ToString() => $"{Package} {Question} {Type} {Value}";
}

/// <summary>
/// Which of Debian's GRUB packages an image gets, such that later upgrades of them in the guest neither fail nor leave it unbootable.
/// </summary>
public static class GrubPackages
{
    /// <summary>
    /// While this file exists grub-cloud-amd64 runs grub-install for both firmwares whenever GRUB or shim are upgraded. It must not
    /// exist during the build, where there is no device to install to.
    /// </summary>
    public const string CloudSwitch = "/etc/grub.d/enable_cloud";

    /// <summary>The packages to install.</summary>
    /// <param name="architecture">Debian's name of the machine's architecture.</param>
    /// <param name="firmware">The firmware to start under.</param>
    public static IReadOnlyList<string> For(string architecture, Firmware firmware) => firmware switch
    {
        Firmware.None => [],
        Firmware.Bios => ["grub-pc"],
        Firmware.Both => ["grub-cloud-amd64"],
        _ when ArchitectureTable.Get(architecture).HasSignedLoaders => [$"grub-efi-{architecture}", $"grub-efi-{architecture}-signed", "shim-signed"],
        _ => [$"grub-efi-{architecture}"],
    };

    /// <summary>Answers to give before the packages are installed.</summary>
    public static IReadOnlyList<DebconfAnswer> Answers(string architecture, Firmware firmware) => For(architecture, firmware) switch
    {
        // No disk has a name that is right on every machine. Without a device and without this answer an upgrade fails in the guest.
        ["grub-pc"] => [new("grub-pc", "grub-pc/install_devices_empty", "boolean", "true")],
        // An image moves between machines: it starts from the removable path, and machines' boot entries stay alone.
        [var package, ..] when firmware == Firmware.Uefi =>
        [
            new(package, "grub2/force_efi_extra_removable", "boolean", "true"),
            new(package, "grub2/update_nvram", "boolean", "false"),
        ],
        _ => [],
    };
}
