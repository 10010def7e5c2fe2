using System.ComponentModel.DataAnnotations;

namespace BootstrapVz.Base.Manifests;

/// <summary>An archive of packages that is not Debian's.</summary>
public sealed record RepositoryOptions
{
    /// <summary>Where the archive is.</summary>
    public required Uri Url { get; init; }

    /// <summary>The suite below <c>dists</c>, or a path that ends in a slash.</summary>
    [Variables]
    public required string Suite { get; init; }

    /// <summary>The components; a suite that ends in a slash has none.</summary>
    public IReadOnlyList<string> Components { get; init; } = ["main"];

    /// <summary>The name it asks the build for; it takes a password too. The machine does not get to know them.</summary>
    public Secret? Username { get; init; }

    /// <summary>The password, or token, it asks the build for.</summary>
    public Secret? Password { get; init; }

    /// <summary>The key the archive is signed with.</summary>
    public required RepositoryKeyOptions Key { get; init; }
}

/// <summary>The key of an archive: a file, or an address together with what the key is known by.</summary>
public sealed record RepositoryKeyOptions
{
    /// <summary>A keyring file on the host, relative to the manifest.</summary>
    [HostFile]
    public string? File { get; init; }

    /// <summary>Where the key can be fetched, over https.</summary>
    [RegularExpression("https://.+")]
    public Uri? Url { get; init; }

    /// <summary>The file's SHA-256, for a key that is fetched.</summary>
    [RegularExpression("[0-9a-f]{64}")]
    public string? Sha256 { get; init; }

    /// <summary>The fingerprint of its primary key, for a key that is fetched; blanks do not count. For a file with several keys those of all, separated by commas.</summary>
    [RegularExpression("(([0-9A-Fa-f] *){40}|([0-9A-Fa-f] *){64})(, *(([0-9A-Fa-f] *){40}|([0-9A-Fa-f] *){64}))*")]
    public string? Fingerprint { get; init; }
}
