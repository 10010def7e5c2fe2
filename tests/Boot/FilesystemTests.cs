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

    [Theory]
    [InlineData(Firmware.Uefi)]
    [InlineData(Firmware.Bios)]
    public async Task A_machine_runs_on_subvolumes_of_btrfs_and_can_be_maintained(Firmware firmware)
    {
        var image = await images.GetAsync("trixie-btrfs");
        await using var guest = await Guest.StartAsync(await images.OverlayAsync(image), firmware, writable: true);
        await AssertSubvolumesAsync(guest, firmware);
        Assert.Equal("/swapfile 128M", await guest.RunAsync("echo $(swapon --show=NAME,SIZE --noheadings)"));
        Assert.Contains("---C---", await guest.RunAsync("touch /srv/database && lsattr /srv/database"));
        await guest.RunAsync("btrfs subvolume snapshot /home /home/before");
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, firmware);
        await AssertSubvolumesAsync(guest, firmware);
        Assert.Contains("no errors found", await guest.RunAsync("btrfs scrub start -B /"));
    }

    [Fact]
    public async Task A_machine_starts_from_a_subvolume_with_systemd_boot()
    {
        var image = await images.GetAsync("trixie-btrfs", "system.bootloader=systemd-boot");
        await using var guest = await Guest.StartAsync(await images.OverlayAsync(image), Firmware.Uefi, writable: true);
        await AssertSubvolumesAsync(guest, Firmware.Uefi);
        await GuestChecks.InstallsPackagesAsync(guest);
        await guest.RunAsync("DEBIAN_FRONTEND=noninteractive apt-get -qq install --reinstall linux-image-$(uname -r)");
        await guest.RestartAsync();
        await AssertSubvolumesAsync(guest, Firmware.Uefi);
    }

    private static async Task AssertSubvolumesAsync(Guest guest, Firmware firmware)
    {
        await GuestChecks.StartedWellAsync(guest, firmware);
        Assert.Equal(
            "/ /@ /home /@home /var/log /@log",
            await guest.RunAsync("echo $(findmnt --real --noheadings --raw --types btrfs --output TARGET,FSROOT | sort)"));
        Assert.Contains(" rootflags=subvol=@ ", await guest.RunAsync("cat /proc/cmdline"));
        Assert.Equal("@ @home @log @snapshots srv", await guest.RunAsync("echo $(btrfs subvolume list / | sed '/before/d; s/.* path //')"));
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
