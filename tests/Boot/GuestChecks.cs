using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>What every image with GRUB must stand.</summary>
internal static class GuestChecks
{
    public static async Task StartsAndGoesOnStartingAsync(Guest guest, Firmware firmware, CancellationToken ct)
    {
        await guest.AssertHealthyAsync(ct);
        Assert.Equal(firmware == Firmware.Uefi ? "uefi" : "bios", await guest.RunAsync("test -d /sys/firmware/efi && echo uefi || echo bios", ct));
        await AssertMountedAsFstabSaysAsync(guest, ct);

        // The menu is what the guest writes itself, but for an entry that old releases add under UEFI only.
        await guest.RunAsync("cp /boot/grub/grub.cfg /tmp/before && update-grub", ct);
        Assert.Equal("", await guest.RunAsync("sed '/BEGIN.*uefi-firmware/,/END.*uefi-firmware/d' /tmp/before >/tmp/a; sed '/BEGIN.*uefi-firmware/,/END.*uefi-firmware/d' /boot/grub/grub.cfg | diff /tmp/a - || true", ct));

        await guest.RunAsync("DEBIAN_FRONTEND=noninteractive dpkg-reconfigure linux-image-$(uname -r)", ct);
        if (await guest.RunAsync("ls /etc/grub.d/enable_cloud 2>/dev/null || true", ct) != "")
            await guest.RunAsync("/var/lib/dpkg/info/grub-cloud-amd64.postinst triggered", ct);
        await guest.RestartAsync(ct);
        await guest.AssertHealthyAsync(ct);
    }

    private static async Task AssertMountedAsFstabSaysAsync(Guest guest, CancellationToken ct)
    {
        foreach (var line in (await guest.RunAsync("grep ^UUID= /etc/fstab", ct)).Split('\n'))
        {
            var fields = line.Split(' ');
            if (fields[1] == "none")
                Assert.Contains("partition", await guest.RunAsync("swapon --show --noheadings", ct));
            else
                Assert.Equal($"{fields[0]["UUID=".Length..]} {fields[2]}", await guest.RunAsync($"findmnt --noheadings --raw --output UUID,FSTYPE {fields[1]}", ct));
        }
    }
}
