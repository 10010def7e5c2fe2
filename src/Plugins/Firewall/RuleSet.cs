namespace BootstrapVz.Plugins.Firewall;

/// <summary>The rule set of what may come in.</summary>
internal static class RuleSet
{
    /// <summary>Its text, as nft(8) reads it.</summary>
    public static string Of(FirewallOptions options)
    {
        var v6 = options.Trusted.Where(network => network.Contains(':')).ToList();
        var v4 = options.Trusted.Except(v6).ToList();
        string[] input =
        [
            "type filter hook input priority filter; policy drop;",
            "iifname \"lo\" accept",
            "ct state established,related accept",
            "ct state invalid drop",
            // Without these IPv6 does not work: RFC 4890, section 4.4.1; and DHCPv6 answers from an address that was not asked, RFC 8415, section 7.
            "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept",
            "icmpv6 type { nd-router-solicit, nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept",
            "icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } ip6 saddr fe80::/10 accept",
            "ip6 saddr fe80::/10 udp dport 546 accept",
            .. options.Ping != false ? (string[])["icmp type echo-request accept", "icmpv6 type echo-request accept"] : [],
            .. Rule("ip saddr", v4),
            .. Rule("ip6 saddr", v6),
            .. Rule("tcp dport", options.Tcp),
            .. Rule("udp dport", options.Udp),
        ];
        return $$"""
            #!/usr/sbin/nft -f
            # Written from the manifest.
            flush ruleset

            table inet filter {
            	chain input {
            {{string.Join('\n', input.Select(line => "\t\t" + line))}}
            	}

            	chain forward {
            		type filter hook forward priority filter; policy {{options.Forward ?? "drop"}};
            	}
            }

            """;
    }

    private static IEnumerable<string> Rule<T>(string what, IReadOnlyList<T> values) =>
        values.Count > 0 ? [$"{what} {{ {string.Join(", ", values)} }} accept"] : [];
}
