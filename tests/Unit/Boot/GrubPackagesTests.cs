using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using Xunit;

namespace BootstrapVz.Test.Unit.Boot;

public sealed class GrubPackagesTests
{
    [Theory]
    [InlineData("amd64", Firmware.Both, "grub-cloud-amd64", "")]
    [InlineData("amd64", Firmware.Bios, "grub-pc", "grub-pc grub-pc/install_devices_empty boolean true")]
    [InlineData("i386", Firmware.Bios, "grub-pc", "grub-pc grub-pc/install_devices_empty boolean true")]
    [InlineData("amd64", Firmware.Uefi, "grub-efi-amd64 grub-efi-amd64-signed shim-signed",
        "grub-efi-amd64 grub2/force_efi_extra_removable boolean true|grub-efi-amd64 grub2/update_nvram boolean false")]
    [InlineData("arm64", Firmware.Uefi, "grub-efi-arm64 grub-efi-arm64-signed shim-signed",
        "grub-efi-arm64 grub2/force_efi_extra_removable boolean true|grub-efi-arm64 grub2/update_nvram boolean false")]
    [InlineData("riscv64", Firmware.Uefi, "grub-efi-riscv64",
        "grub-efi-riscv64 grub2/force_efi_extra_removable boolean true|grub-efi-riscv64 grub2/update_nvram boolean false")]
    [InlineData("amd64", Firmware.None, "", "")]
    public void Packages_fit_machine_and_firmware_and_survive_upgrades(string architecture, Firmware firmware, string packages, string answers)
    {
        Assert.Equal(packages, string.Join(' ', GrubPackages.For(architecture, firmware)));
        Assert.Equal(answers, string.Join('|', GrubPackages.Answers(architecture, firmware)));
    }
}
