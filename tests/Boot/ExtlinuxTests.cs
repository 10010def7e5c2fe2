using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Images that extlinux starts.</summary>
[Trait("Set", "grid")]
public sealed class ExtlinuxTests(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Theory]
    [InlineData("none", "trixie")]
    [InlineData("msdos", "trixie")]
    [InlineData("gpt", "bookworm")]
    public async Task An_image_can_be_maintained(string table, string release)
    {
        var image = await images.GetAsync("trixie-extlinux", "volume.partitions.type=" + table, "system.release=" + release);
        await using var guest = await Guest.StartAsync(await images.OverlayAsync(image), Firmware.Bios, writable: true);
        await GuestChecks.StartedWellAsync(guest, Firmware.Bios);
        var arguments = await guest.RunAsync("cat /proc/cmdline");
        Assert.StartsWith("BOOT_IMAGE=../vmlinuz-", arguments);
        Assert.Contains(" ro console=ttyS0 earlyprintk=ttyS0", arguments);
        Assert.Equal(table == "none" ? "/dev/vda" : "/dev/vda1", await guest.RunAsync("findmnt --noheadings --output SOURCE /"));
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndExtlinuxAreInstalledAgainAsync(guest);
    }
}
