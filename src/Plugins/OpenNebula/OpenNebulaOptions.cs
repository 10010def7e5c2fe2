using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.OpenNebula;

/// <summary>Settings under <c>plugins.opennebula</c>.</summary>
public sealed record OpenNebulaOptions
{
    /// <summary>OpenNebula's own package of one-context, a .deb file on the host relative to the manifest; without it cloud-init reads the context.</summary>
    [HostFile]
    [RegularExpression(@".+\.deb")]
    public string? Package { get; init; }
}
