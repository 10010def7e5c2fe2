using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>What an image must stand.</summary>
internal static class GuestChecks
{
    // Four bytes of attributes come first: kernel documentation, filesystems/efivarfs.
    public const string SecureBootVariable = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

    /// <summary>It started through a firmware, with everything mounted that its fstab names.</summary>
    public static async Task StartedWellAsync(Guest guest, Firmware firmware)
    {
        await guest.AssertHealthyAsync();
        Assert.Equal(firmware == Firmware.Uefi ? "uefi" : "bios", await guest.RunAsync("test -d /sys/firmware/efi && echo uefi || echo bios"));
        foreach (var line in (await guest.RunAsync("grep -e ^UUID= -e ^/dev/mapper/ /etc/fstab")).Split('\n'))
        {
            var fields = line.Split(' ');
            if (fields[1] == "none")
                Assert.Contains("partition", await guest.RunAsync("swapon --show --noheadings"));
            else if (fields[0].StartsWith("UUID="))
                Assert.Equal($"{fields[0]["UUID=".Length..]} {fields[2]}", await guest.RunAsync($"findmnt --noheadings --raw --output UUID,FSTYPE {fields[1]}"));
            else
                Assert.StartsWith($"{fields[0]} {fields[2]}", await guest.RunAsync($"findmnt --noheadings --raw --output SOURCE,FSTYPE {fields[1]}"));
        }
    }

    /// <summary>The firmware has verified what it started, and so does the kernel: kernel_lockdown(7) comes with it.</summary>
    public static async Task SecureBootIsEnforcedAsync(Guest guest)
    {
        Assert.Equal("1", await guest.RunAsync($"echo $(od --address-radix=n --skip-bytes=4 --format=u1 {SecureBootVariable})"));
        Assert.Contains("[integrity]", await guest.RunAsync("cat /sys/kernel/security/lockdown"));
    }

    /// <summary>Its package sources, read from this host's mirror, can be updated and installed from.</summary>
    public static async Task InstallsPackagesAsync(Guest guest)
    {
        var mirrors = MirrorMap.OfHost([]);
        await guest.RunAsync(
            $"sed -i 's|{MirrorMap.SecurityArchive}|{mirrors.Map(MirrorMap.SecurityArchive)}|; t; s|{MirrorMap.Archive}|{mirrors.Map(MirrorMap.Archive)}|' /etc/apt/sources.list $(ls /etc/apt/sources.list.d/* 2>/dev/null)");
        await guest.RunAsync("apt-get -q update");
        await guest.RunAsync("DEBIAN_FRONTEND=noninteractive apt-get -qq install hello && hello");
    }

    /// <summary>It goes on starting after kernel, boot loader and menu were made anew in it.</summary>
    public static async Task StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(Guest guest, Firmware firmware)
    {
        // The menu is what the guest writes itself, but for an entry that old releases add under UEFI only.
        await guest.RunAsync("cp /boot/grub/grub.cfg /tmp/before && update-grub");
        Assert.Equal("", await guest.RunAsync("sed '/BEGIN.*uefi-firmware/,/END.*uefi-firmware/d' /tmp/before >/tmp/a; sed '/BEGIN.*uefi-firmware/,/END.*uefi-firmware/d' /boot/grub/grub.cfg | diff /tmp/a - || true"));

        var before = await guest.RunAsync("stat --format %i:%Y /boot/vmlinuz-$(uname -r) /boot/initrd.img-$(uname -r)");
        await guest.RunAsync("DEBIAN_FRONTEND=noninteractive apt-get -qq install --reinstall linux-image-$(uname -r) && update-grub");
        var after = await guest.RunAsync("stat --format %i:%Y /boot/vmlinuz-$(uname -r) /boot/initrd.img-$(uname -r)");
        Assert.Empty(before.Split('\n').Intersect(after.Split('\n')));
        if (await guest.RunAsync("ls /etc/grub.d/enable_cloud 2>/dev/null || true") != "")
            await guest.RunAsync("/var/lib/dpkg/info/grub-cloud-amd64.postinst triggered");
        await guest.RestartAsync();
        await StartedWellAsync(guest, firmware);
    }

    /// <summary>It goes on starting after the kernel was installed again and systemd-boot updated, as they are on an upgrade.</summary>
    /// <param name="guest">The machine.</param>
    /// <param name="kernel">The kernel on the EFI system partition.</param>
    /// <param name="cold">Files of the partition that an upgrade to the same versions leaves as they are, as a pattern for find(1).</param>
    public static async Task StartsAfterKernelAndSystemdBootAreInstalledAgainAsync(Guest guest, string kernel, string cold)
    {
        await guest.RunAsync("bootctl is-installed");
        // What the build put there is what the guest puts there.
        var list = $"cd /boot/efi && find . -type f {cold} ! -name random-seed ! -name '.#*' | sort | xargs sha256sum";
        var before = await guest.RunAsync(list);
        Assert.Contains("/loader.conf", before);
        await guest.RunAsync("touch --date @1000000000 " + kernel);
        await guest.RunAsync("DEBIAN_FRONTEND=noninteractive apt-get -qq install --reinstall linux-image-$(uname -r) systemd-boot && bootctl --graceful update");
        Assert.NotEqual("1000000000", await guest.RunAsync("stat --format %Y " + kernel));
        Assert.Equal(before, await guest.RunAsync(list));
        await guest.RestartAsync();
        await StartedWellAsync(guest, Firmware.Uefi);
    }

    /// <summary>It goes on starting after the kernel was installed again and extlinux was renewed and updated.</summary>
    public static async Task StartsAfterKernelAndExtlinuxAreInstalledAgainAsync(Guest guest)
    {
        const string Menu = "/boot/extlinux/extlinux.conf";
        // What the build wrote is what kernel packages write.
        await guest.RunAsync($"mv {Menu} /tmp/before");
        await guest.RunAsync("DEBIAN_FRONTEND=noninteractive apt-get -qq install --reinstall linux-image-$(uname -r) extlinux");
        Assert.Equal("", await guest.RunAsync($"diff /tmp/before {Menu}"));
        // Its own installer takes what is there for an installation of its own.
        await guest.RunAsync("extlinux --update /boot/extlinux >/tmp/said 2>&1 || { cat /tmp/said; false; }");
        await guest.RestartAsync();
        await StartedWellAsync(guest, Firmware.Bios);
    }

    /// <summary>What must differ between any two machines, even of one image.</summary>
    public static async Task<IReadOnlyList<string>> IdentityAsync(Guest guest) =>
        (await guest.RunAsync("cat /etc/machine-id; for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $key; done")).Split('\n');
}
