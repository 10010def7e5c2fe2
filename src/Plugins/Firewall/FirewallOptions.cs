using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Firewall;

/// <summary>Settings under <c>plugins.firewall</c>: a rule set of one's own (<c>rules</c> or <c>file</c>), or what may come in.</summary>
public sealed record FirewallOptions
{
    /// <summary>A whole rule set, as nft(8) reads it.</summary>
    [MinLength(1)]
    public string? Rules { get; init; }

    /// <summary>A file on the host with a whole rule set, relative to the manifest.</summary>
    [HostFile]
    public string? File { get; init; }

    /// <summary>TCP ports that everybody may reach: <c>22</c>, <c>8000-8010</c>.</summary>
    [Unique]
    public IReadOnlyList<Ports> Tcp { get; init; } = [];

    /// <summary>UDP ports that everybody may reach.</summary>
    [Unique]
    public IReadOnlyList<Ports> Udp { get; init; } = [];

    /// <summary>Addresses and networks that may reach every port: <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>.</summary>
    [Unique]
    [RegularExpression(@"[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(/[0-9]{1,3})?")]
    public IReadOnlyList<string> Trusted { get; init; } = [];

    /// <summary>Whether the machine answers when it is pinged; true by default.</summary>
    public bool? Ping { get; init; }

    /// <summary>What becomes of packets that the machine would pass on between its interfaces, for containers and virtual machines too: <c>drop</c> by default.</summary>
    [AllowedValues("drop", "accept")]
    public string? Forward { get; init; }
}
