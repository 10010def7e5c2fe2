using System.Text.Json;
using System.Text.Json.Nodes;

namespace BootstrapVz.Plugins.Network;

/// <summary>Writes a network as a file of netplan(5). It is JSON below the first line, which is YAML too.</summary>
internal static class NetplanFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file's text.</summary>
    public static string Of(NetworkOptions options)
    {
        var network = new JsonObject { ["version"] = 2, ["renderer"] = "networkd" };
        foreach (var section in new Topology(options).All.GroupBy(entry => entry.Section))
            network[section.Key == "interfaces" ? "ethernets" : section.Key] = new JsonObject(section.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)Of(entry.Options))));
        return "# Written from the manifest.\n" + new JsonObject { ["network"] = network }.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Of(InterfaceOptions options)
    {
        (string Key, JsonNode? Value)[] settings =
        [
            .. Kind(options),
            ("dhcp4", options.Dhcp4 ? true : null),
            ("dhcp6", options.Dhcp6 ? true : null),
            // Machines made from one image differ in their MAC addresses, not yet in their machine ids.
            ("dhcp-identifier", options.Dhcp4 ? "mac" : null),
            ("addresses", Texts(options.Addresses)),
            ("routes", Routes(options)),
            ("nameservers", Object([("addresses", Texts(options.Dns)), ("search", Texts(options.Domains))])),
            ("mtu", options.Mtu),
            ("accept-ra", options.AcceptRa),
            ("optional", options.Optional ? true : null),
        ];
        return Object(settings) ?? [];
    }

    private static (string Key, JsonNode? Value)[] Kind(InterfaceOptions options) => options switch
    {
        CardOptions { Match: { } match } => [("match", Object([("name", match.Name), ("macaddress", match.Mac), ("driver", match.Driver)]))],
        BondOptions bond => [("interfaces", Texts(bond.Interfaces)), ("parameters", Object([("mode", bond.Mode), ("mii-monitor-interval", "100ms")]))],
        BridgeOptions bridge => [("interfaces", Texts(bridge.Interfaces)), ("parameters", Object([("stp", bridge.Stp)]))],
        VlanOptions vlan => [("id", vlan.Id), ("link", vlan.Link.Value)],
        _ => [],
    };

    private static JsonArray? Routes(InterfaceOptions options)
    {
        JsonNode?[] routes =
        [
            .. options.Gateways.Select(gateway => Object([("to", "default"), ("via", gateway.ToString())])),
            .. options.Routes.Select(route => Object([("to", route.To.ToString()), ("via", route.Via.ToString()), ("metric", route.Metric)])),
        ];
        return routes.Length > 0 ? new(routes) : null;
    }

    private static JsonArray? Texts<T>(IReadOnlyList<T> values) => values.Count > 0 ? new([.. values.Select(value => JsonValue.Create(value!.ToString()))]) : null;

    // What is not given is not there.
    private static JsonObject? Object(IEnumerable<(string Key, JsonNode? Value)> settings)
    {
        var given = settings.Where(setting => setting.Value is not null).Select(setting => KeyValuePair.Create(setting.Key, setting.Value)).ToList();
        return given.Count > 0 ? new(given) : null;
    }
}
