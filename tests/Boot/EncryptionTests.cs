using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Machines whose filesystems are in LUKS containers, on logical volumes, or both.</summary>
[Trait("Set", "grid")]
public sealed class EncryptionTests(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Fact]
    public async Task A_machine_asks_for_the_passphrase_of_its_root_filesystem_and_can_be_maintained()
    {
        var image = await images.GetAsync("trixie-encrypted");
        await using var guest = await Guest.StartAsync(new() { Image = await images.OverlayAsync(image), Firmware = Firmware.Bios, Writable = true }, passphrase: "change-me");
        await StartedWellAsync(guest, Firmware.Bios);
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, Firmware.Bios);
        await StartedWellAsync(guest, Firmware.Bios);
        // The administrator of the machine changes the secret, and the old one is good for nothing.
        await guest.RunAsync("printf change-me >/tmp/old && printf changed >/tmp/new && cryptsetup luksChangeKey --batch-mode --key-file /tmp/old /dev/vda4 /tmp/new");
        await guest.RunAsync("cryptsetup open --test-passphrase --key-file /tmp/new /dev/vda4 && ! cryptsetup open --test-passphrase --key-file /tmp/old /dev/vda4");

        static async Task StartedWellAsync(Guest guest, Firmware firmware)
        {
            await GuestChecks.StartedWellAsync(guest, firmware);
            Assert.Equal("/dev/mapper/root_crypt /dev/mapper/srv_crypt", await guest.RunAsync("echo $(findmnt --noheadings --output SOURCE /) $(findmnt --noheadings --output SOURCE /srv)"));
            Assert.Equal("400 0", await guest.RunAsync("stat --format '%a %u' /etc/cryptsetup-keys.d/srv_crypt.key"));
            Assert.Contains("aes-xts-plain64", await guest.RunAsync("cryptsetup status root_crypt"));
        }
    }

    [Theory]
    [InlineData(Firmware.Bios)]
    [InlineData(Firmware.Uefi)]
    public async Task A_machine_runs_on_logical_volumes_and_can_be_maintained(Firmware firmware)
    {
        var image = await images.GetAsync("trixie-lvm", "system.firmware=" + firmware.ToString().ToLowerInvariant());
        await using var guest = await Guest.StartAsync(await images.OverlayAsync(image), firmware, writable: true);
        await StartedWellAsync(guest, firmware);
        await guest.RunAsync("vgck --verbose vg-0 && pvck /dev/vda2");
        Assert.Equal("root swap var_log", await guest.RunAsync("echo $(lvs --noheadings --options lv_name vg-0)"));
        await guest.RunAsync("lvextend --extents +2 --resizefs vg-0/root");
        Assert.Equal("2056MiB", await guest.RunAsync("echo $(($(blockdev --getsize64 /dev/vg-0/root) >> 20))MiB"));
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, firmware);
        await StartedWellAsync(guest, firmware);

        static async Task StartedWellAsync(Guest guest, Firmware firmware)
        {
            await GuestChecks.StartedWellAsync(guest, firmware);
            Assert.Equal("/dev/mapper/vg--0-root /dev/mapper/vg--0-var_log", await guest.RunAsync("echo $(findmnt --noheadings --output SOURCE /) $(findmnt --noheadings --output SOURCE /var/log)"));
            Assert.Contains("root=/dev/mapper/vg--0-root", await guest.RunAsync("cat /proc/cmdline"));
            Assert.Equal("1", await guest.RunAsync("swapon --show --noheadings | wc -l"));
        }
    }

    [Theory]
    [InlineData("trixie")]
    [InlineData("bookworm")]
    public async Task A_machine_opens_its_volume_group_with_the_key_in_the_initramfs_and_can_be_maintained(string release)
    {
        var image = await images.GetAsync("trixie-encrypted-lvm", "system.release=" + release);
        await using var guest = await Guest.StartAsync(await images.OverlayAsync(image), Firmware.Uefi, writable: true);
        await StartedWellAsync(guest);
        // All can read the key who can read the initramfs, and those are few.
        Assert.Equal("600", await guest.RunAsync("stat --format %a /boot/initrd.img-$(uname -r)"));
        Assert.Contains("cryptroot/keyfiles/pv_crypt.key", await guest.RunAsync("lsinitramfs /boot/initrd.img-$(uname -r)"));
        await guest.RunAsync("printf change-me | cryptsetup open --test-passphrase --key-file - /dev/vda2");
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndSystemdBootAreInstalledAgainAsync(guest, "/boot/efi/debian/$(uname -r)/linux", "! -name 'initrd*'");
        await StartedWellAsync(guest);

        static async Task StartedWellAsync(Guest guest)
        {
            await GuestChecks.StartedWellAsync(guest, Firmware.Uefi);
            Assert.Equal("/dev/mapper/system-root /dev/mapper/system-home", await guest.RunAsync("echo $(findmnt --noheadings --output SOURCE /) $(findmnt --noheadings --output SOURCE /home)"));
            Assert.Equal("crypt lvm", await guest.RunAsync("echo $(lsblk --noheadings --raw --inverse --output TYPE /dev/mapper/system-root | grep -v -e part -e disk | sort)"));
        }
    }
}
