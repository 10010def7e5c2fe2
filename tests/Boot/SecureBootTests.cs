using System.Text.RegularExpressions;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Images on a machine whose firmware has Microsoft's keys, and starts nothing else.</summary>
public sealed class SecureBootTests(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Fact]
    public async Task An_image_of_trixie_is_trusted_with_secure_boot_enforced()
    {
        var image = await images.GetAsync("trixie");
        await using var guest = await Guest.StartAsync(new() { Image = image, Firmware = Firmware.Uefi, SecureBoot = true });
        await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
        await GuestChecks.SecureBootIsEnforcedAsync(guest);
    }

    [Theory]
    // shim refuses what it is to start, ...
    [InlineData("/EFI/BOOT/grubx64.efi", "Verification failed: .*Security Violation|start_image\\(\\) returned Security Violation")]
    // ... and the firmware refuses shim.
    [InlineData("/EFI/BOOT/BOOTX64.EFI", "Access Denied")]
    public async Task A_byte_more_or_less_in_a_loader_is_refused(string loader, string reason)
    {
        var disk = await images.RawCopyAsync(await images.GetAsync("trixie"));
        await new EspFile(disk, loader).FlipByteAsync();
        await Guest.AssertRefusedAsync(new() { Image = disk, Firmware = Firmware.Uefi, SecureBoot = true }, new Regex(reason));
    }
}
