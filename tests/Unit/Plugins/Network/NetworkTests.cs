using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Network;
using BootstrapVz.Plugins.Network;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class NetworkTests
{
    private static readonly NetworkOptions Server = new()
    {
        Interfaces = new Dictionary<InterfaceName, CardOptions>
        {
            [new("lan")] = new() { Match = new() { Mac = "52:54:00:00:00:01" }, Mtu = 9000 },
            [new("mgmt")] = new() { Match = new() { Name = "enx*" }, Dhcp4 = true, Optional = true },
        },
        Bonds = new Dictionary<InterfaceName, BondOptions> { [new("bond0")] = new() { Interfaces = [new("lan")], Mode = "802.3ad" } },
        Vlans = new Dictionary<InterfaceName, VlanOptions> { [new("office")] = new() { Id = 10, Link = new("bond0") } },
        Bridges = new Dictionary<InterfaceName, BridgeOptions>
        {
            [new("br0")] = new()
            {
                Interfaces = [new("office")],
                Addresses = [Address("192.0.2.10/24")],
                Gateways = [Router("192.0.2.1")],
                Dns = [Router("192.0.2.53")],
                Domains = ["example.org"],
                Routes = [new() { To = Address("198.51.100.0/24"), Via = Router("192.0.2.2"), Metric = 50 }],
            },
        },
    };

    [Fact]
    public void Every_interface_has_its_files_for_networkd()
    {
        var files = NetworkdFiles.Of(Server);
        Assert.Equal(8, files.Count);
        Assert.Equal("[Match]\nPermanentMACAddress=52:54:00:00:00:01\n\n[Link]\nMTUBytes=9000\n\n[Network]\nBond=bond0\nLinkLocalAddressing=no\n", files["/etc/systemd/network/10-lan.network"]);
        Assert.Equal("[Match]\nName=enx*\n\n[Link]\nRequiredForOnline=no\n\n[Network]\nDHCP=ipv4\n\n[DHCPv4]\nClientIdentifier=mac\n", files["/etc/systemd/network/10-mgmt.network"]);
        Assert.Equal("[NetDev]\nName=bond0\nKind=bond\n\n[Bond]\nMode=802.3ad\nMIIMonitorSec=100ms\n", files["/etc/systemd/network/10-bond0.netdev"]);
        Assert.Equal("[Match]\nName=bond0\n\n[Network]\nVLAN=office\n", files["/etc/systemd/network/10-bond0.network"]);
        Assert.Equal("[NetDev]\nName=office\nKind=vlan\n\n[VLAN]\nId=10\n", files["/etc/systemd/network/10-office.netdev"]);
        Assert.Equal("[Match]\nName=office\n\n[Network]\nBridge=br0\nLinkLocalAddressing=no\n", files["/etc/systemd/network/10-office.network"]);
        Assert.Equal("[NetDev]\nName=br0\nKind=bridge\n\n[Bridge]\nSTP=no\n", files["/etc/systemd/network/10-br0.netdev"]);
        Assert.Equal(
            "[Match]\nName=br0\n\n[Network]\nAddress=192.0.2.10/24\nGateway=192.0.2.1\nDNS=192.0.2.53\nDomains=example.org\n\n[Route]\nDestination=198.51.100.0/24\nGateway=192.0.2.2\nMetric=50\n",
            files["/etc/systemd/network/10-br0.network"]);
    }

    [Fact]
    public void Netplan_gets_the_same_in_its_words()
    {
        var network = System.Text.Json.Nodes.JsonNode.Parse(NetplanFile.Of(Server).Split('\n', 2)[1])!["network"]!;
        Assert.Equal("52:54:00:00:00:01", (string?)network["ethernets"]!["lan"]!["match"]!["macaddress"]);
        Assert.True((bool?)network["ethernets"]!["mgmt"]!["dhcp4"]);
        Assert.Null(network["ethernets"]!["mgmt"]!["dhcp6"]);
        Assert.Equal("802.3ad", (string?)network["bonds"]!["bond0"]!["parameters"]!["mode"]);
        Assert.Equal("bond0", (string?)network["vlans"]!["office"]!["link"]);
        Assert.Equal("""[{"to":"default","via":"192.0.2.1"},{"to":"198.51.100.0/24","via":"192.0.2.2","metric":50}]""", network["bridges"]!["br0"]!["routes"]!.ToJsonString());
        Assert.Equal("""{"addresses":["192.0.2.53"],"search":["example.org"]}""", network["bridges"]!["br0"]!["nameservers"]!.ToJsonString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_resolver_is_there_when_names_are_looked_up(bool dhcp)
    {
        var tasks = new TaskSet().Add<ConfigureInterfaces>().Add<AddNetworkPackages>();
        CardOptions card = new() { Dhcp4 = dhcp, Addresses = [Address("192.0.2.10/24")] };
        new NetworkPlugin(new() { Interfaces = new Dictionary<InterfaceName, CardOptions> { [new("eth0")] = card } }).Resolve(tasks, ManifestSamples.At("/m.yml"));
        Assert.Equal((false, dhcp, dhcp), (tasks.Contains<ConfigureInterfaces>(), tasks.Contains<AddNetworkPackages>(), tasks.Contains<EnableResolver>()));
    }

    [Theory]
    [InlineData("{}", "plugin 'network' has no interface")]
    [InlineData("""{"interfaces": {"lan": {"match": {}}}}""", "'lan' matches every interface")]
    [InlineData("""{"interfaces": {"x": {}}, "bridges": {"x": {}}}""", "'x' stands under 'interfaces' as well")]
    [InlineData("""{"interfaces": {"lan1": {}}, "bonds": {"b": {"interfaces": ["lan2"]}}}""", "there is no interface 'lan2'; did you mean 'lan1'?")]
    [InlineData("""{"bridges": {"b": {"interfaces": ["b"]}}}""", "'b' cannot be part of itself")]
    [InlineData("""{"interfaces": {"a": {}}, "bonds": {"b": {"interfaces": ["a"]}, "c": {"interfaces": ["a"]}}}""", "'a' is part of 'b' already")]
    [InlineData("""{"interfaces": {"a": {"dhcp4": true}}, "bonds": {"b": {"interfaces": ["a"]}}}""", "'a' is part of 'b', and has no addresses or routes of its own")]
    [InlineData("""{"vlans": {"v": {"id": 1, "link": "eth0"}}}""", "there is no interface 'eth0'")]
    [InlineData("""{"vlans": {"v": {"id": 1, "link": "v"}}}""", "'v' cannot be on itself")]
    [InlineData("""{"interfaces": {"a": {}}, "vlans": {"v": {"id": 1, "link": "a"}, "w": {"id": 1, "link": "a"}}}""", "VLAN 1 of 'a' is 'v' already")]
    [InlineData("""{"interfaces": {"a": {"addresses": ["192.0.2.1/24"]}, "b": {"addresses": ["192.0.2.1/25"]}}}""", "'192.0.2.1' is an address of 'a' as well")]
    [InlineData("""{"interfaces": {"a": {"addresses": ["192.0.2.10/25"], "gateways": ["192.0.2.129"]}}}""", "'192.0.2.129' is in no network of 'a'")]
    [InlineData("""{"interfaces": {"a": {"dhcp4": true, "gateways": ["192.0.2.1", "192.0.2.2"]}}}""", "'a' has a router of this kind already")]
    [InlineData("""{"interfaces": {"a": {"dhcp4": true, "routes": [{"to": "198.51.100.7/24", "via": "192.0.2.1"}]}}}""", "use '198.51.100.0/24'")]
    [InlineData("""{"interfaces": {"a": {"dhcp4": true, "routes": [{"to": "2001:db8::/32", "via": "192.0.2.1"}]}}}""", "one is of IPv4, the other of IPv6")]
    [InlineData("""{"interfaces": {"a": {"addresses": ["2001:db8:::1/64"]}}}""", "'2001:db8:::1/64' is not an address with its prefix")]
    public void What_cannot_be_is_said_before_any_work(string section, string problem) => Assert.Contains(problem, Assert.Single(PluginFindings.Of("network", section)));

    [Theory]
    [InlineData("""{"interfaces": {"a": {"addresses": ["2001:db8::10/64"], "gateways": ["fe80::1"]}}}""")]
    [InlineData("""{"interfaces": {"a": {"dhcp4": true, "gateways": ["192.0.2.1", "2001:db8::1"]}}}""")]
    [InlineData("""{"interfaces": {"a": {"addresses": ["192.0.2.10/31"], "gateways": ["192.0.2.11"]}}}""")]
    public void A_router_may_be_reached_in_other_ways(string section) => Assert.Empty(PluginFindings.Of("network", section));

    private static PrefixedAddress Address(string text) => PrefixedAddress.Parse(text, null);

    private static HostAddress Router(string text) => HostAddress.Parse(text, null);
}
