using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

public sealed class FirmwareTests
{
    [Theory]
    [InlineData("manifests/kvm/bookworm-partitions.yml")]
    [InlineData("manifests/kvm/trixie.yml")]
    public async Task One_image_starts_under_both_firmwares_before_and_after_boot_loader_and_kernel_are_installed_again(string manifest)
    {
        using var image = await BuiltImage.BuildAsync(manifest, default);
        foreach (var firmware in (Firmware[])[Firmware.Bios, Firmware.Uefi])
        {
            await using var guest = await Guest.StartAsync(image.Path, firmware, "test", default);
            await GuestChecks.StartsAndGoesOnStartingAsync(guest, firmware, default);
        }
    }
}
