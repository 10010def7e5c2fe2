using BootstrapVz.Plugins.Firewall;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class FirewallTests
{
    [Fact]
    public void What_may_come_in_is_listed_and_everything_else_dropped()
    {
        var rules = RuleSet.Of(new() { Tcp = [new(22, 22), new(8000, 8010)], Trusted = ["192.0.2.0/24", "2001:db8::/32"] }).Split('\n').Select(line => line.Trim()).ToList();
        Assert.Contains("type filter hook input priority filter; policy drop;", rules);
        Assert.Contains("type filter hook forward priority filter; policy drop;", rules);
        Assert.Contains("tcp dport { 22, 8000-8010 } accept", rules);
        Assert.Contains("ip saddr { 192.0.2.0/24 } accept", rules);
        Assert.Contains("ip6 saddr { 2001:db8::/32 } accept", rules);
        Assert.DoesNotContain(rules, rule => rule.StartsWith("udp dport", StringComparison.Ordinal));
        Assert.Contains("icmp type echo-request accept", rules);
        Assert.DoesNotContain("icmp type echo-request accept", RuleSet.Of(new() { Ping = false }));
        Assert.Contains("priority filter; policy accept;", RuleSet.Of(new() { Forward = "accept" }));
    }

    [Fact]
    public async Task A_rule_set_of_ones_own_is_taken_as_it_is_and_checked()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new WriteRules(new() { Rules = "flush ruleset" }, ManifestSamples.At("/m.yml").System));
        Assert.Equal("flush ruleset\n", lab.Read("/etc/nftables.conf"));
        Assert.Equal(["chroot {root} nft --check --file /etc/nftables.conf", "chroot {root} systemctl enable nftables.service"], lab.Commands);
    }

    [Theory]
    [InlineData("""{"rules": "flush ruleset", "file": "/etc/passwd"}""", "'rules' is a whole rule set, so 'file' has no effect")]
    [InlineData("""{"file": "/etc/passwd", "ping": true}""", "'file' is a whole rule set, so 'ping' has no effect")]
    [InlineData("""{"trusted": ["192.0.2.7/24"]}""", "'192.0.2.7/24' is no network")]
    [InlineData("""{"trusted": ["192.0.2.300"]}""", "'192.0.2.300' is no network")]
    [InlineData("""{"tcp": ["90-80"]}""", "'90-80' is not a port")]
    [InlineData("""{"tcp": [65536]}""", "'65536' is not a port")]
    public void What_cannot_be_is_said_before_any_work(string section, string problem) => Assert.Contains(problem, Assert.Single(PluginFindings.Of("firewall", section)));
}
