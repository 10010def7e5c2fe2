using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class FirewallTests(PluginImages images)
{
    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("sid")]
    public async Task The_rules_are_checked_and_loaded_on_every_start(string release)
    {
        var change = await images.OfAsync("firewall", "system.release=" + release);
        Assert.Contains("nftables", change.Packages);
        Assert.Equal("RegularFile 755 0:0", change.Line("/etc/nftables.conf"));
        Assert.Contains("\t\ttcp dport { 22, 80, 443, 8000-8010 } accept\n", change.Text("/etc/nftables.conf"));
        Assert.Contains("/etc/systemd/system/sysinit.target.wants/nftables.service", change.Added);
    }

    [Fact]
    public async Task A_rule_set_that_nft_does_not_understand_fails_the_build_with_its_place() => Assert.Contains(
        "/etc/nftables.conf:2:", await images.ErrorOfAsync("firewall", "    tcp: [22, 80, 443, 8000-8010]\n    udp: [51820]\n    trusted: [192.0.2.0/24, '2001:db8::/32']\n", "    rules: |\n      flush ruleset\n      table inet filter { chain input { nonsense } }\n"));
}
