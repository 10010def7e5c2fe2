using System.Globalization;

namespace BootstrapVz.Plugins.Network;

/// <summary>Writes a network as files of systemd-networkd: systemd.netdev(5), systemd.network(5).</summary>
internal static class NetworkdFiles
{
    private const string Folder = "/etc/systemd/network";

    /// <summary>The files: path and text.</summary>
    public static IReadOnlyDictionary<string, string> Of(NetworkOptions options)
    {
        var topology = new Topology(options);
        var files = new Dictionary<string, string>();
        foreach (var entry in topology.All)
        {
            if (Device(entry) is { } device)
                files[$"{Folder}/10-{entry.Name}.netdev"] = device.Text;
            files[$"{Folder}/10-{entry.Name}.network"] = Network(entry, topology);
        }

        return files;
    }

    private static UnitText? Device(Interface entry) => entry.Options switch
    {
        BondOptions bond => new UnitText().Section("NetDev", [("Name", entry.Name), ("Kind", "bond")]).Section("Bond", [("Mode", bond.Mode), ("MIIMonitorSec", "100ms")]),
        BridgeOptions bridge => new UnitText().Section("NetDev", [("Name", entry.Name), ("Kind", "bridge")]).Section("Bridge", [("STP", YesNo(bridge.Stp))]),
        VlanOptions vlan => new UnitText().Section("NetDev", [("Name", entry.Name), ("Kind", "vlan")]).Section("VLAN", [("Id", Number(vlan.Id))]),
        _ => null,
    };

    private static string Network(Interface entry, Topology topology)
    {
        var options = entry.Options;
        var match = (options as CardOptions)?.Match;
        var text = new UnitText()
            // A card in a bond takes the bond's address; the permanent one stays.
            .Section("Match", match is null ? [("Name", entry.Name)] : [("Name", match.Name), ("PermanentMACAddress", match.Mac), ("Driver", match.Driver)])
            .Section("Link", [("MTUBytes", Number(options.Mtu)), ("RequiredForOnline", options.Optional ? "no" : null)])
            .Section("Network",
            [
                .. topology.MastersOf(entry.Name).Select(master => (master.Options is BondOptions ? "Bond" : "Bridge", (string?)master.Name)),
                .. topology.VlansOn(entry.Name).Select(vlan => ("VLAN", (string?)vlan.Name)),
                ("DHCP", Dhcp(options)),
                // A member has no addresses of its own, not even one that it would make up.
                ("LinkLocalAddressing", topology.MastersOf(entry.Name).Count > 0 ? "no" : null),
                .. options.Addresses.Select(address => ("Address", (string?)address.ToString())),
                .. options.Gateways.Select(gateway => ("Gateway", (string?)gateway.ToString())),
                .. options.Dns.Select(server => ("DNS", (string?)server.ToString())),
                ("Domains", options.Domains.Count > 0 ? string.Join(' ', options.Domains) : null),
                ("IPv6AcceptRA", options.AcceptRa is { } accept ? YesNo(accept) : null),
            ]);
        foreach (var route in options.Routes)
            text.Section("Route", [("Destination", route.To.ToString()), ("Gateway", route.Via.ToString()), ("Metric", Number(route.Metric))]);
        // Machines made from one image differ in their MAC addresses, not yet in their machine ids.
        if (options.Dhcp4)
            text.Section("DHCPv4", [("ClientIdentifier", "mac")]);
        return text.Text;
    }

    private static string? Dhcp(InterfaceOptions options) => (options.Dhcp4, options.Dhcp6) switch
    {
        (true, true) => "yes",
        (true, false) => "ipv4",
        (false, true) => "ipv6",
        _ => null,
    };

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>A file of sections; a section without a value is left out.</summary>
    private sealed class UnitText
    {
        public string Text { get; private set; } = "";

        public UnitText Section(string name, IEnumerable<(string Key, string? Value)> lines)
        {
            var given = lines.Where(line => line.Value is not null).ToList();
            if (given.Count > 0)
                Text += $"{(Text.Length > 0 ? "\n" : "")}[{name}]\n{string.Concat(given.Select(line => $"{line.Key}={line.Value}\n"))}";
            return this;
        }
    }
}
