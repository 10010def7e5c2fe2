using System.Globalization;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>What the images of every release must stand. Releases run beside each other, the machines of one after each other.</summary>
public abstract class ExampleTests(BuiltImages images)
{
    /// <summary>One machine is maintained under the first firmware and then moved to the second; another starts afresh under the second.</summary>
    protected async Task RunsUnderBothFirmwaresAndCanBeMaintainedAsync(string manifest, Firmware first, Firmware second)
    {
        var image = await images.GetAsync(manifest);
        var disk = await images.OverlayAsync(image);
        IReadOnlyList<string> identity;
        await using (var guest = await Guest.StartAsync(disk, first, writable: true))
        {
            await GuestChecks.StartedWellAsync(guest, first);
            identity = await GuestChecks.IdentityAsync(guest);
            Assert.True(identity.Count >= 3, string.Join('\n', identity));
            Assert.Matches("^[0-9a-f]{32}$", identity[0]);
            await GuestChecks.InstallsPackagesAsync(guest);
            await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, first);
            await guest.PowerOffAsync();
        }

        await using (var moved = await Guest.StartAsync(disk, second))
        {
            await GuestChecks.StartedWellAsync(moved, second);
            Assert.Equal(identity, await GuestChecks.IdentityAsync(moved));
        }

        // Two machines of one image: keys and id are made on the first start, not in the build.
        await using var other = await Guest.StartAsync(image, second);
        await GuestChecks.StartedWellAsync(other, second);
        await GuestChecks.InstallsPackagesAsync(other);
        Assert.Empty((await GuestChecks.IdentityAsync(other)).Intersect(identity));
    }
}

/// <summary>Images of bookworm.</summary>
public sealed class BookwormTests(BuiltImages images) : ExampleTests(images), IClassFixture<BuiltImages>
{
    private readonly BuiltImages _images = images;

    [Fact]
    public Task An_image_runs_under_both_firmwares_and_can_be_maintained() =>
        RunsUnderBothFirmwaresAndCanBeMaintainedAsync("bookworm", Firmware.Uefi, Firmware.Bios);

    [Fact]
    public async Task Partitions_are_mounted_as_the_manifest_says()
    {
        var image = await _images.GetAsync("bookworm-partitions");
        await using var guest = await Guest.StartAsync(image, Firmware.Bios);
        await GuestChecks.StartedWellAsync(guest, Firmware.Bios);
        Assert.Equal("/ /boot /tmp /var /var/tmp", await guest.RunAsync("echo $(findmnt --real --noheadings --raw --output TARGET | grep -v efi | sort)"));
        var options = (await guest.RunAsync("findmnt --noheadings --raw --output OPTIONS /tmp")).Split(',');
        Assert.Contains("nodev", options);
        Assert.Contains("nosuid", options);
        Assert.Equal("1777 /tmp\n1777 /var/tmp", await guest.RunAsync("stat --format '%a %n' /tmp /var/tmp"));
        Assert.Equal("1", await guest.RunAsync("swapon --show --noheadings | wc -l"));
        Assert.Equal("example", await guest.RunAsync("hostname"));
        Assert.Equal("Europe/Berlin en_US.UTF-8", await guest.RunAsync("echo $(cat /etc/timezone) $(. /etc/default/locale; echo $LANG)"));
    }
}

/// <summary>Images of trixie.</summary>
public sealed class TrixieTests(BuiltImages images) : ExampleTests(images), IClassFixture<BuiltImages>
{
    private readonly BuiltImages _images = images;

    [Fact]
    public Task An_image_runs_under_both_firmwares_and_can_be_maintained() =>
        RunsUnderBothFirmwaresAndCanBeMaintainedAsync("trixie", Firmware.Bios, Firmware.Uefi);

    [Fact]
    public async Task The_admin_user_logs_in_may_do_anything_and_is_reached_over_ssh()
    {
        var image = await _images.OverlayAsync(await _images.GetAsync("trixie-admin"), "5G");
        var port = HostPort.Free();
        await using var guest = await Guest.StartAsync(image, Firmware.Uefi, "joe", "change-me", port);
        await guest.AssertHealthyAsync("sudo ");
        Assert.InRange(int.Parse(await guest.RunAsync("df --block-size=1M --output=size / | tail -1"), CultureInfo.InvariantCulture), 4500, 5120);
        Assert.Equal("", await guest.RunAsync("sudo sfdisk --verify /dev/vda 2>&1 >/dev/null"));
        Assert.Equal("0", await guest.RunAsync("sudo -n id --user"));
        Assert.Equal("joe", await guest.RunAsync("stat --format %U /srv/www/index.html"));
        Assert.Contains("Debian trixie", await guest.RunAsync("cat /etc/issue.d/build.issue"));
        Assert.Equal("multi-user.target", await guest.RunAsync("systemctl get-default"));
        Assert.StartsWith("root L ", await guest.RunAsync("sudo passwd --status root"));
        Assert.StartsWith("SSH-2.0-OpenSSH", await HostPort.BannerAsync(port));
    }
}
