using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Network;

/// <summary>What a network must keep to beyond what each setting says.</summary>
internal static class NetworkRules
{
    /// <summary>Reports what cannot be.</summary>
    public static void Check(NetworkOptions options, ManifestChecker check)
    {
        var topology = new Topology(options);
        if (topology.All.Count == 0)
            check.Error(["plugins", "network"], ErrorCodes.MissingSetting, "plugin 'network' has no interface", "name one: 'interfaces: {lan: {match: {name: en*}, dhcp4: true}}'");
        foreach (var twins in topology.All.GroupBy(entry => entry.Name).Where(group => group.Count() > 1))
            check.Error(Place(twins.Last()), ErrorCodes.Conflict, $"'{twins.Key}' stands under '{twins.First().Section}' as well");
        foreach (var twins in topology.All.SelectMany(entry => entry.Options.Addresses.Select(address => (Entry: entry, address.Address))).GroupBy(pair => pair.Address).Where(group => group.Count() > 1))
            check.Error(Place(twins.Last().Entry, "addresses"), ErrorCodes.Conflict, $"'{twins.Key}' is an address of '{twins.First().Entry.Name}' as well");
        foreach (var entry in topology.All)
        {
            CheckMatch(entry, check);
            CheckMembers(entry, topology, check);
            CheckVlan(entry, topology, check);
            CheckRouters(entry, check);
        }
    }

    private static void CheckMatch(Interface entry, ManifestChecker check)
    {
        if (entry.Options is CardOptions { Match: { Name: null, Mac: null, Driver: null } })
            check.Error(Place(entry, "match"), ErrorCodes.MissingSetting, $"'{entry.Name}' matches every interface", "say which it is by 'name', 'mac' or 'driver'");
    }

    private static void CheckMembers(Interface entry, Topology topology, ManifestChecker check)
    {
        for (var i = 0; i < entry.Members.Count; i++)
        {
            var member = entry.Members[i].Value;
            if (topology.All.FirstOrDefault(other => other.Name == member) is not { } found)
                check.Error(Place(entry, "interfaces", $"{i}"), ErrorCodes.Conflict, $"there is no interface '{member}'", TextDistance.Suggest(member, topology.All.Select(other => other.Name)));
            else if (found == entry)
                check.Error(Place(entry, "interfaces", $"{i}"), ErrorCodes.Conflict, $"'{member}' cannot be part of itself");
            else if (topology.MastersOf(member)[0] is var first && first != entry)
                check.Error(Place(entry, "interfaces", $"{i}"), ErrorCodes.Conflict, $"'{member}' is part of '{first.Name}' already");
            else if (!found.IsBare)
                check.Error(Place(found), ErrorCodes.Conflict, $"'{member}' is part of '{entry.Name}', and has no addresses or routes of its own", $"give them to '{entry.Name}'");
        }
    }

    private static void CheckVlan(Interface entry, Topology topology, ManifestChecker check)
    {
        if (entry.Options is not VlanOptions vlan)
            return;
        var link = vlan.Link.Value;
        if (topology.All.FirstOrDefault(other => other.Name == link) is not { } found)
            check.Error(Place(entry, "link"), ErrorCodes.Conflict, $"there is no interface '{link}'", TextDistance.Suggest(link, topology.All.Select(other => other.Name)));
        else if (found == entry)
            check.Error(Place(entry, "link"), ErrorCodes.Conflict, $"'{link}' cannot be on itself");
        else if (topology.VlansOn(link).First(other => ((VlanOptions)other.Options).Id == vlan.Id) is var first && first != entry)
            check.Error(Place(entry, "id"), ErrorCodes.Conflict, $"VLAN {vlan.Id} of '{link}' is '{first.Name}' already");
    }

    // A router answers on the network itself, so it has an address there.
    private static void CheckRouters(Interface entry, ManifestChecker check)
    {
        var options = entry.Options;
        for (var i = 0; i < options.Gateways.Count; i++)
        {
            CheckReach(options.Gateways[i], Place(entry, "gateways", $"{i}"));
            if (options.Gateways.Take(i).Any(other => other.Value.AddressFamily == options.Gateways[i].Value.AddressFamily))
                check.Error(Place(entry, "gateways", $"{i}"), ErrorCodes.Conflict, $"'{entry.Name}' has a router of this kind already", "use 'routes' with 'metric' for more");
        }

        for (var i = 0; i < options.Routes.Count; i++)
        {
            var route = options.Routes[i];
            CheckReach(route.Via, Place(entry, "routes", $"{i}", "via"));
            if (route.To.Address.AddressFamily != route.Via.Value.AddressFamily)
                check.Error(Place(entry, "routes", $"{i}", "via"), ErrorCodes.Conflict, $"'{route.Via}' leads nowhere in '{route.To}': one is of IPv4, the other of IPv6");
            else if (!route.To.Network.BaseAddress.Equals(route.To.Address))
                check.Error(Place(entry, "routes", $"{i}", "to"), ErrorCodes.BadValue, $"'{route.To}' is no network but an address in it", $"use '{route.To.Network}'");
        }

        void CheckReach(HostAddress router, string[] place)
        {
            if (!options.Dhcp4 && !options.Dhcp6 && options.AcceptRa != true && !router.Value.IsIPv6LinkLocal && !options.Addresses.Any(address => address.Network.Contains(router.Value)))
                check.Error(place, ErrorCodes.Conflict, $"'{router}' is in no network of '{entry.Name}'", "give it an address in the router's network");
        }
    }

    private static string[] Place(Interface entry, params string[] setting) => ["plugins", "network", entry.Section, entry.Name, .. setting];
}
