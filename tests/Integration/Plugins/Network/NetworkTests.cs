using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class NetworkTests(PluginImages images)
{
    [Fact]
    public async Task Networkd_has_the_files_and_dhcp_on_every_card_is_gone()
    {
        var change = await images.OfAsync("network", "packages.install=[ifupdown]");
        string[] names = ["bond0.netdev", "bond0.network", "br0.netdev", "br0.network", "lan1.network", "lan2.network", "mgmt.network", "office.netdev", "office.network"];
        Assert.Equal(names.Select(name => "/etc/systemd/network/10-" + name), change.Added.Where(path => path.StartsWith("/etc/systemd/network/", StringComparison.Ordinal)));
        Assert.Contains("/etc/systemd/network/80-dhcp.network", change.Removed);
        Assert.Contains("/etc/systemd/system/multi-user.target.wants/networking.service", change.Removed);
        Assert.Contains("br0", await NetworkdAsync(names.ToDictionary(name => "10-" + name, name => change.Text("/etc/systemd/network/10-" + name))));
    }

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("sid")]
    public async Task Netplan_itself_reads_its_file(string release)
    {
        var change = await images.OfAsync("network", "plugins.network.renderer=netplan", "system.release=" + release);
        Assert.Contains("netplan.io", change.Packages);
        Assert.Equal("RegularFile 600 0:0", change.Line("/etc/netplan/50-manifest.yaml"));
        Assert.DoesNotContain(change.Added, path => path.StartsWith("/tmp/", StringComparison.Ordinal));
    }

    // systemd-networkd of this host, in a network of its own: it tells what it does not understand, and makes the interfaces that this host's kernel can make.
    private static async Task<IReadOnlyList<string>> NetworkdAsync(IReadOnlyDictionary<string, string> files)
    {
        using var space = new ScratchSpace();
        foreach (var (name, text) in files)
            await File.WriteAllTextAsync(Path.Combine(space.Path, name), text);
        var script = $$"""
            mkdir -p /etc/systemd/network && mount --bind {{space.Path}} /etc/systemd/network && mount -t tmpfs tmpfs /run/systemd
            mkdir -p /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp && chown -R systemd-network: /run/systemd/netif
            SYSTEMD_LOG_TARGET=console timeout 8 /usr/lib/systemd/systemd-networkd 2>/tmp/said
            grep /etc/systemd/network/ /tmp/said >&2 && exit 1
            echo $(ls /sys/class/net | sort)
            """;
        using var run = ProgramRun.Start(["unshare", "--net", "--mount", "--pid", "--fork", "sh", "-c", "mount -t tmpfs tmpfs /tmp && mount -t sysfs sysfs /sys;" + script], space.Path, new Dictionary<string, string?>());
        var end = await run.EndAsync(TimeSpan.FromMinutes(1));
        Assert.True(end.Code == 0, end.Error);
        return end.Out.Trim().Split(' ');
    }
}
