using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class NtpTests(PluginImages images)
{
    [Fact]
    public async Task Chrony_asks_the_manifests_server_and_no_pool()
    {
        var change = await images.OfAsync("ntp");
        Assert.Contains("chrony", change.Packages);
        var text = change.Text("/etc/chrony/chrony.conf");
        Assert.Contains("\nserver ntp.example iburst\n", text);
        Assert.DoesNotMatch("(?m)^pool ", text);
        Assert.Contains("/etc/systemd/system/multi-user.target.wants/chrony.service", change.Added);
    }

    [Fact]
    public async Task Timesyncd_has_its_servers_in_a_drop_in()
    {
        var change = await images.OfAsync("ntp", "plugins.ntp.client=timesyncd");
        Assert.Equal(["systemd-timesyncd"], change.Packages);
        Assert.Equal("[Time]\nNTP=ntp.example\nFallbackNTP=\n", change.Text("/etc/systemd/timesyncd.conf.d/servers.conf"));
    }

    [Theory]
    [InlineData("trixie")]
    [InlineData("bookworm")]
    public async Task Ntpsec_asks_the_manifests_server_and_no_pool(string release)
    {
        var change = await images.OfAsync("ntp", "plugins.ntp.client=ntpsec", "system.release=" + release);
        Assert.Contains("ntpsec", change.Packages);
        Assert.Single(change.Text("/etc/ntpsec/ntp.conf").Split('\n'), line => line.StartsWith("server ") || line.StartsWith("pool "));
    }
}
