using System.Net;
using System.Net.Sockets;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>The example manifests' images run.</summary>
[Collection(nameof(BuiltImages))]
public sealed class ExampleTests(BuiltImages images)
{
    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    public async Task An_image_runs_under_both_firmwares_and_can_be_maintained(string manifest)
    {
        var image = await images.GetAsync(manifest);
        var identities = new List<string>();
        foreach (var firmware in (Firmware[])[Firmware.Bios, Firmware.Uefi])
        {
            await using var guest = await Guest.StartAsync(image, firmware);
            await GuestChecks.StartedWellAsync(guest, firmware);
            var identity = await GuestChecks.IdentityAsync(guest);
            Assert.True(identity.Count >= 3, string.Join('\n', identity));
            Assert.Matches("^[0-9a-f]{32}$", identity[0]);
            identities.AddRange(identity);

            await GuestChecks.InstallsPackagesAsync(guest);
            await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, firmware);
            Assert.Equal(identity, await GuestChecks.IdentityAsync(guest));
        }

        // Two machines of one image: keys and id are made on the first start, not in the build.
        Assert.Equal(identities.Count, identities.Distinct().Count());
    }

    [Fact]
    public async Task Partitions_are_mounted_as_the_manifest_says()
    {
        var image = await images.GetAsync("bookworm-partitions");
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

    [Fact]
    public async Task The_admin_user_logs_in_may_do_anything_and_is_reached_over_ssh()
    {
        var image = await images.GetAsync("trixie-admin");
        var port = FreePort();
        await using var guest = await Guest.StartAsync(image, Firmware.Uefi, "joe", "change-me", port);
        await guest.AssertHealthyAsync("sudo ");
        Assert.Equal("0", await guest.RunAsync("sudo -n id --user"));
        Assert.Equal("joe", await guest.RunAsync("stat --format %U /srv/www/index.html"));
        Assert.Contains("Debian trixie", await guest.RunAsync("cat /etc/issue.d/build.issue"));
        Assert.Equal("multi-user.target", await guest.RunAsync("systemctl get-default"));
        Assert.StartsWith("root L ", await guest.RunAsync("sudo passwd --status root"));
        Assert.StartsWith("SSH-2.0-OpenSSH", await BannerAsync(port));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> BannerAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) ?? "";
    }
}
