using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Machines whose root filesystem is not ext4.</summary>
[Trait("Set", "grid")]
public sealed class FilesystemTests(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Fact]
    public async Task A_machine_runs_on_xfs_swaps_to_a_file_and_can_be_maintained()
    {
        var image = await images.GetAsync("trixie-xfs");
        await using (var guest = await Guest.StartAsync(await images.OverlayAsync(image), Firmware.Uefi, writable: true))
        {
            await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
            Assert.Equal("xfs xfs", await guest.RunAsync("echo $(findmnt --noheadings --output FSTYPE /) $(findmnt --noheadings --output FSTYPE /srv)"));
            Assert.Equal("/swapfile 128M", await guest.RunAsync("echo $(swapon --show=NAME,SIZE --noheadings)"));
            Assert.Equal("600 0 0", await guest.RunAsync("stat --format '%a %u %g' /swapfile"));
            await GuestChecks.InstallsPackagesAsync(guest);
            await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, Firmware.Uefi);
        }

        await using var other = await Guest.StartAsync(image, Firmware.Bios);
        await GuestChecks.StartedWellAsync(other, Firmware.Bios);
    }

    [Fact]
    public async Task A_machine_runs_on_btrfs_and_logical_partitions_and_can_be_maintained()
    {
        var image = await images.GetAsync("bookworm-btrfs");
        await using var guest = await Guest.StartAsync(await images.OverlayAsync(image), Firmware.Bios, writable: true);
        await GuestChecks.StartedWellAsync(guest, Firmware.Bios);
        Assert.Equal("/ btrfs /home btrfs /opt ext2 /srv ext4", await guest.RunAsync("echo $(findmnt --real --noheadings --raw --output TARGET,FSTYPE | sort)"));
        Assert.Equal("dos 1 2 3 5 6", await guest.RunAsync("echo $(lsblk --nodeps --noheadings --output PTTYPE /dev/vda) $(lsblk --noheadings --raw --output NAME,FSTYPE /dev/vda | sed -n 's/^vda\\([0-9]*\\) [a-z].*/\\1/p' | sort)"));
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, Firmware.Bios);
    }
}
