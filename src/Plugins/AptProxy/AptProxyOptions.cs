using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.AptProxy;

/// <summary>Settings under <c>plugins.apt_proxy</c>.</summary>
public sealed record AptProxyOptions
{
    /// <summary>The proxy's name or address.</summary>
    [RegularExpression("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")]
    public required string Address { get; init; }

    /// <summary>Its port.</summary>
    [Range(1, 65535)]
    public required int Port { get; init; }

    /// <summary>The name it asks for; it takes a password too.</summary>
    public Secret? Username { get; init; }

    /// <summary>The password it asks for.</summary>
    public Secret? Password { get; init; }

    /// <summary>Fetches from archives over https through it as well, by CONNECT, which many caches refuse.</summary>
    public bool Https { get; init; }

    /// <summary>Leaves the machine to use the proxy too; without it only the build does.</summary>
    public bool Persistent { get; init; }
}
