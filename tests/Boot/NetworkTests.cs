using System.Globalization;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>A server with a fixed address, a firewall and a hardened system, on a disk that is larger than its image.</summary>
[Trait("Set", "grid")]
public sealed class NetworkTests(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Theory]
    [InlineData("networkd", "/etc/systemd/network/10-lan.network")]
    [InlineData("netplan", "/run/systemd/network/10-netplan-lan.network")]
    public async Task A_server_is_what_its_manifest_says_and_can_be_maintained(string renderer, string file)
    {
        var image = await images.OverlayAsync(await images.GetAsync("trixie-server", "plugins.network.renderer=" + renderer), "5G");
        var port = HostPort.Free();
        await using var guest = await Guest.StartAsync(image, Firmware.Bios, sshPort: port, writable: true);
        await GuestChecks.StartedWellAsync(guest, Firmware.Bios);
        await IsAsTheManifestSaysAsync(guest, file);
        Assert.StartsWith("SSH-2.0-OpenSSH", await HostPort.BannerAsync(port));
        await GuestChecks.InstallsPackagesAsync(guest);
        await GuestChecks.StartsAfterKernelAndBootLoaderAreInstalledAgainAsync(guest, Firmware.Bios);
        await IsAsTheManifestSaysAsync(guest, file);
    }

    private static async Task IsAsTheManifestSaysAsync(Guest guest, string file)
    {
        // The network.
        Assert.Matches("^en\\S+ +UP +10.0.2.15/24( |$)", await guest.RunAsync("ip -brief -4 address show scope global"));
        Assert.StartsWith("default via 10.0.2.2 ", await guest.RunAsync("ip -4 route show default"));
        Assert.Contains("10.0.2.3", await guest.RunAsync("resolvectl dns"));
        var card = await guest.RunAsync("networkctl --no-pager status 'en*'");
        Assert.Contains("(configured)", card);
        Assert.Contains("Network File: " + file, card);
        Assert.Contains("192.0.2.10/24", await guest.RunAsync("ip -brief address show office"));
        Assert.Contains("vlan protocol 802.1Q id 10 ", await guest.RunAsync("ip -details link show office"));
        Assert.Contains(" bridge ", await guest.RunAsync("ip -details link show vms"));
        // The firewall.
        var rules = await guest.RunAsync("nft list ruleset");
        Assert.Contains("tcp dport { 22, 443 } accept", rules);
        Assert.Contains("hook input priority filter; policy drop;", rules);
        Assert.DoesNotContain("echo-request", rules);
        // The disk.
        Assert.InRange(int.Parse(await guest.RunAsync("df --block-size=1M --output=size / | tail -1"), CultureInfo.InvariantCulture), 4500, 5120);
        // What is hardened.
        var sshd = (await guest.RunAsync("sshd -T")).Split('\n');
        Assert.Contains("maxauthtries 4", sshd);
        Assert.Contains("permitrootlogin yes", sshd); // root has a password, which is for all logins
        Assert.Equal("2 1 0 1", await guest.RunAsync("echo $(sysctl --values kernel.kptr_restrict kernel.dmesg_restrict fs.suid_dumpable net.ipv4.conf.default.rp_filter)"));
        foreach (var folder in (string[])["/tmp", "/dev/shm"])
        {
            var options = (await guest.RunAsync("findmnt --noheadings --raw --output OPTIONS " + folder)).Split(',');
            Assert.Equal(3, options.Intersect(["nosuid", "nodev", "noexec"]).Count());
        }

        Assert.Equal("0027 0", await guest.RunAsync("echo $(umask) $(ulimit -H -c)"));
        Assert.Equal("masked", await guest.RunAsync("systemctl is-enabled ctrl-alt-del.target || true"));
        Assert.Contains("/bin/false", await guest.RunAsync("modprobe --show-depends sctp"));
    }
}
