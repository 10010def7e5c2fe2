using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Network;

/// <summary>Settings under <c>plugins.network</c>.</summary>
public sealed record NetworkOptions
{
    /// <summary>What the settings are written as: files of systemd-networkd, or one of netplan, which makes those when the machine starts.</summary>
    public Renderer Renderer { get; init; } = Renderer.Networkd;

    /// <summary>Network cards, by their name, or with <c>match</c> by any word.</summary>
    public IReadOnlyDictionary<InterfaceName, CardOptions> Interfaces { get; init; } = new Dictionary<InterfaceName, CardOptions>();

    /// <summary>Bonds of several cards, by the name they get.</summary>
    public IReadOnlyDictionary<InterfaceName, BondOptions> Bonds { get; init; } = new Dictionary<InterfaceName, BondOptions>();

    /// <summary>Bridges, by the name they get.</summary>
    public IReadOnlyDictionary<InterfaceName, BridgeOptions> Bridges { get; init; } = new Dictionary<InterfaceName, BridgeOptions>();

    /// <summary>VLANs, by the name they get.</summary>
    public IReadOnlyDictionary<InterfaceName, VlanOptions> Vlans { get; init; } = new Dictionary<InterfaceName, VlanOptions>();
}

/// <summary>A way to write down a network.</summary>
public enum Renderer
{
    /// <summary>systemd.network(5).</summary>
    Networkd,

    /// <summary>netplan(5).</summary>
    Netplan,
}

/// <summary>What every interface may have.</summary>
public abstract record InterfaceOptions
{
    /// <summary>Whether it asks DHCP for an address of IPv4, and for what comes with it.</summary>
    public bool Dhcp4 { get; init; }

    /// <summary>Whether it asks DHCP for addresses of IPv6.</summary>
    public bool Dhcp6 { get; init; }

    /// <summary>Its addresses: <c>192.0.2.10/24</c>.</summary>
    [Unique]
    public IReadOnlyList<PrefixedAddress> Addresses { get; init; } = [];

    /// <summary>The routers that lead everywhere, one for IPv4 and one for IPv6.</summary>
    [MaxLength(2)]
    [Unique]
    public IReadOnlyList<HostAddress> Gateways { get; init; } = [];

    /// <summary>Routes to further networks.</summary>
    public IReadOnlyList<RouteOptions> Routes { get; init; } = [];

    /// <summary>Name servers.</summary>
    [Unique]
    public IReadOnlyList<HostAddress> Dns { get; init; } = [];

    /// <summary>Domains that names without a dot are looked up in.</summary>
    [Unique]
    [RegularExpression(@"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?")]
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>The largest packet, in bytes.</summary>
    [Range(68, 65535)]
    public int? Mtu { get; init; }

    /// <summary>Whether it takes addresses and routers from IPv6 router advertisements; the kernel's choice by default.</summary>
    public bool? AcceptRa { get; init; }

    /// <summary>Whether the machine counts as online without it, and does not wait for it when it starts.</summary>
    public bool Optional { get; init; }
}

/// <summary>A route.</summary>
public sealed record RouteOptions
{
    /// <summary>The network it leads to: <c>198.51.100.0/24</c>.</summary>
    public required PrefixedAddress To { get; init; }

    /// <summary>The router.</summary>
    public required HostAddress Via { get; init; }

    /// <summary>Which of several routes is taken: the one with the smallest number.</summary>
    [Range(0, 2147483647)]
    public int? Metric { get; init; }
}

/// <summary>A network card.</summary>
public sealed record CardOptions : InterfaceOptions
{
    /// <summary>Which card is meant, when the word above is not its name.</summary>
    public MatchOptions? Match { get; init; }
}

/// <summary>What a card is known by.</summary>
public sealed record MatchOptions
{
    /// <summary>Its name, which may hold <c>*</c>, <c>?</c> and <c>[a-z]</c>: <c>en*</c>.</summary>
    [RegularExpression(@"[A-Za-z0-9_.*?\[\]-]+")]
    public string? Name { get; init; }

    /// <summary>The address its maker gave it.</summary>
    [RegularExpression("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}")]
    public string? Mac { get; init; }

    /// <summary>Its driver: <c>virtio_net</c>.</summary>
    [RegularExpression("[A-Za-z0-9_*?-]+")]
    public string? Driver { get; init; }
}

/// <summary>Several interfaces that are used as one.</summary>
public sealed record BondOptions : InterfaceOptions
{
    /// <summary>The interfaces, by their words above.</summary>
    [MinLength(1)]
    [Unique]
    public required IReadOnlyList<InterfaceName> Interfaces { get; init; }

    /// <summary>How traffic is shared; the kernel's documentation, networking/bonding.</summary>
    [AllowedValues("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb")]
    public string Mode { get; init; } = "active-backup";
}

/// <summary>A switch in the machine.</summary>
public sealed record BridgeOptions : InterfaceOptions
{
    /// <summary>The interfaces in it, by their words above; virtual machines and containers may add theirs.</summary>
    [Unique]
    public IReadOnlyList<InterfaceName> Interfaces { get; init; } = [];

    /// <summary>Whether it looks for rings with the spanning tree protocol.</summary>
    public bool Stp { get; init; }
}

/// <summary>A network of IEEE 802.1Q on another interface.</summary>
public sealed record VlanOptions : InterfaceOptions
{
    /// <summary>Its number.</summary>
    [Range(1, 4094)]
    public required int Id { get; init; }

    /// <summary>The interface it is on, by its word above.</summary>
    public required InterfaceName Link { get; init; }
}
