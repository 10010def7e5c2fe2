using System.Net;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Firewall;

/// <summary>Says what may reach the machine over the network, with nftables.</summary>
[Plugin("firewall")]
public sealed class FirewallPlugin(FirewallOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        string[] section = ["plugins", "firewall"];
        (string Key, bool IsGiven)[] own = [("rules", options.Rules is not null), ("file", options.File is not null)];
        (string Key, bool IsGiven)[] made =
            [("tcp", options.Tcp.Count > 0), ("udp", options.Udp.Count > 0), ("trusted", options.Trusted.Count > 0), ("ping", options.Ping is not null), ("forward", options.Forward is not null)];
        var given = own.Where(setting => setting.IsGiven).Select(setting => setting.Key).ToList();
        foreach (var key in given.Skip(1).Concat(given.Count > 0 ? made.Where(setting => setting.IsGiven).Select(setting => setting.Key) : []))
            check.Error([.. section, key], ErrorCodes.Conflict, $"'{given[0]}' is a whole rule set, so '{key}' has no effect", "remove one of them");
        for (var i = 0; i < options.Trusted.Count; i++)
        {
            if (!IsNetwork(options.Trusted[i]))
                check.Error([.. section, "trusted", $"{i}"], ErrorCodes.BadValue, $"'{options.Trusted[i]}' is no network", "a network is '192.0.2.0/24', with zeros behind its prefix");
        }

        if (given.Count == 0 && options.Tcp.Count + options.Udp.Count + options.Trusted.Count == 0)
            check.Warning(section, ErrorCodes.Conflict, "nothing may reach the machine, not even SSH", "add 'tcp: [22]'");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<AddNftables>().Add<WriteRules>();

    // A network of .NET is taken with any address in it, and has its first.
    private static bool IsNetwork(string text) =>
        IPAddress.TryParse(text.Split('/')[0], out var address) && (!text.Contains('/') || (IPNetwork.TryParse(text, out var network) && network.BaseAddress.Equals(address)));
}
