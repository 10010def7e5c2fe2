using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Salt;

/// <summary>Settings under <c>plugins.salt</c>.</summary>
public sealed record SaltOptions
{
    /// <summary>What is installed: <c>stable</c>, the packages of <c>repository</c>. <c>daily</c> and <c>git</c> can only be planned.</summary>
    [AllowedValues("stable", "daily", "git")]
    public required string InstallSource { get; init; }

    /// <summary>The version of the packages, or how it begins: <c>3007</c>. The newest by default.</summary>
    [RegularExpression("[0-9A-Za-z][0-9A-Za-z.+~-]*")]
    public string? Version { get; init; }

    /// <summary>The archive with the package salt-minion; Debian has none since bookworm.</summary>
    public RepositoryOptions? Repository { get; init; }

    /// <summary>The name or address of the master.</summary>
    [RegularExpression(@"[^\x00-\x1f]+")]
    public string? Master { get; init; }

    /// <summary>The machine's grains, by name.</summary>
    public IReadOnlyDictionary<GrainName, JsonNode> Grains { get; init; } = new Dictionary<GrainName, JsonNode>();
}
