using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Images that systemd-boot starts.</summary>
[Trait("Set", "grid")]
public sealed class SystemdBootTests(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Theory]
    [InlineData("trixie", "cloud", true)]
    [InlineData("bookworm", "generic", false)] // Debian signs systemd-boot from trixie on
    public async Task An_image_can_be_maintained(string release, string kernel, bool secureBoot)
    {
        var disk = await images.OverlayAsync(await images.GetAsync("trixie-systemd-boot", "system.release=" + release, "provider.kernel=" + kernel));
        await using var guest = await Guest.StartAsync(new() { Image = disk, Firmware = Firmware.Uefi, SecureBoot = secureBoot });
        await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
        if (secureBoot)
            await GuestChecks.SecureBootIsEnforcedAsync(guest);
        Assert.Contains(" ro console=ttyS0 earlyprintk=ttyS0", await guest.RunAsync("cat /proc/cmdline"));
        Assert.Contains("systemd-boot", await guest.RunAsync("bootctl --no-pager status 2>&1 | grep Product:"));
        await GuestChecks.InstallsPackagesAsync(guest);
        // An initramfs is another file each time it is made: its tool looks at the clock and the machine.
        await GuestChecks.StartsAfterKernelAndSystemdBootAreInstalledAgainAsync(guest, "/boot/efi/debian/$(uname -r)/linux", "! -name 'initrd*'");
        if (secureBoot)
            await GuestChecks.SecureBootIsEnforcedAsync(guest);
    }

    [Fact]
    public async Task Unified_kernels_are_made_anew_by_the_machine_itself()
    {
        var disk = await images.OverlayAsync(await images.GetAsync("trixie-unified-kernel"));
        await using var guest = await Guest.StartAsync(disk, Firmware.Uefi);
        await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
        Assert.Contains(" ro console=ttyS0 earlyprintk=ttyS0", await guest.RunAsync("cat /proc/cmdline"));
        // The stub says where it was started from.
        Assert.Contains("/EFI/Linux/debian-", await guest.RunAsync("bootctl --no-pager status 2>&1 | grep Stub:"));
        Assert.Equal("", await guest.RunAsync("ls /boot/efi/loader/entries"));
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndSystemdBootAreInstalledAgainAsync(guest, "/boot/efi/EFI/Linux/debian-$(uname -r).efi", "! -path './EFI/Linux/*'");
        Assert.Contains("/EFI/Linux/debian-", await guest.RunAsync("bootctl --no-pager status 2>&1 | grep Stub:"));
    }
}
