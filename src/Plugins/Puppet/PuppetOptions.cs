using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Puppet;

/// <summary>Settings under <c>plugins.puppet</c>.</summary>
public sealed record PuppetOptions
{
    /// <summary>A manifest of Puppet's that is applied to the image, relative to this one.</summary>
    [HostFile]
    public string? Manifest { get; init; }

    /// <summary>A folder that is copied over Puppet's own in the image, /etc/puppet or /etc/puppetlabs, relative to the manifest.</summary>
    [HostFile]
    public string? Assets { get; init; }

    /// <summary>Modules of the Puppet Forge to install, each a list of its name and, where it matters, its version.</summary>
    [MinLength(1)]
    public IReadOnlyList<IReadOnlyList<string>> InstallModules { get; init; } = [];

    /// <summary>The forge that modules come from, instead of the usual one.</summary>
    public Uri? Forge { get; init; }

    /// <summary>Starts the agent with the machine.</summary>
    public bool EnableAgent { get; init; }

    /// <summary>Lets the manifest reach the network while it is applied.</summary>
    public bool Network { get; init; }

    /// <summary>The package with the agent: <c>puppet-agent</c>, or <c>openvox-agent</c>.</summary>
    public PackageName Package { get; init; } = new("puppet-agent");

    /// <summary>An archive the package comes from; Debian's own without one.</summary>
    public RepositoryOptions? Repository { get; init; }
}
