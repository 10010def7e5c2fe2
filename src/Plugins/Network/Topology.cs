namespace BootstrapVz.Plugins.Network;

/// <summary>An interface with its place in the network.</summary>
/// <param name="Section">Where its settings stand: <c>bonds</c>.</param>
/// <param name="Name">Its name, or its word in the manifest.</param>
/// <param name="Options">Its settings.</param>
internal sealed record Interface(string Section, string Name, InterfaceOptions Options)
{
    /// <summary>The interfaces that are part of it.</summary>
    public IReadOnlyList<InterfaceName> Members => Options switch
    {
        BondOptions bond => bond.Interfaces,
        BridgeOptions bridge => bridge.Interfaces,
        _ => [],
    };

    /// <summary>Whether it is no more than carried by others: it has no addresses and asks for none.</summary>
    public bool IsBare => Options is { Dhcp4: false, Dhcp6: false, Addresses: [], Gateways: [], Routes: [], AcceptRa: null };

    /// <summary>Whether it may look up names.</summary>
    public bool AsksForNames => Options is { Dns: not [] } or { Domains: not [] } or { Dhcp4: true } or { Dhcp6: true } or { AcceptRa: true };
}

/// <summary>All interfaces of the manifest.</summary>
internal sealed class Topology(NetworkOptions options)
{
    /// <summary>The interfaces, cards first.</summary>
    public IReadOnlyList<Interface> All { get; } =
    [
        .. options.Interfaces.Select(i => new Interface("interfaces", i.Key.Value, i.Value)),
        .. options.Bonds.Select(i => new Interface("bonds", i.Key.Value, i.Value)),
        .. options.Bridges.Select(i => new Interface("bridges", i.Key.Value, i.Value)),
        .. options.Vlans.Select(i => new Interface("vlans", i.Key.Value, i.Value)),
    ];

    /// <summary>The bonds or bridges that an interface is part of; one, where nothing is wrong.</summary>
    public IReadOnlyList<Interface> MastersOf(string name) => [.. All.Where(other => other.Members.Any(member => member.Value == name))];

    /// <summary>The VLANs on an interface.</summary>
    public IReadOnlyList<Interface> VlansOn(string name) => [.. All.Where(other => other.Options is VlanOptions vlan && vlan.Link.Value == name)];
}
