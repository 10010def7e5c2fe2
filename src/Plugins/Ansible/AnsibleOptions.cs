using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Ansible;

/// <summary>Settings under <c>plugins.ansible</c>.</summary>
public sealed record AnsibleOptions
{
    /// <summary>The playbook, relative to the manifest.</summary>
    [HostFile]
    public required string Playbook { get; init; }

    /// <summary>Variables that win over all others.</summary>
    public JsonObject? ExtraVars { get; init; }

    /// <summary>Runs only what has one of these tags.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Leaves out what has one of these tags.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> SkipTags { get; init; } = [];

    /// <summary>Further words for the command line of ansible-playbook(1).</summary>
    [MinLength(1)]
    public IReadOnlyList<string> OptFlags { get; init; } = [];

    /// <summary>The groups that the image is in.</summary>
    [MinLength(1)]
    [RegularExpression(@"[^\s\[\]:]+")]
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Lets the playbook reach the network.</summary>
    public bool Network { get; init; }
}
