using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Chef;

/// <summary>Settings under <c>plugins.chef</c>.</summary>
public sealed record ChefOptions
{
    /// <summary>A folder that is copied to /etc/chef, or for Cinc to /etc/cinc, relative to the manifest.</summary>
    [HostFile]
    public string? Assets { get; init; }

    /// <summary>A package file to install.</summary>
    public PackageFileOptions? Deb { get; init; }

    /// <summary>An archive to install from.</summary>
    public RepositoryOptions? Repository { get; init; }

    /// <summary>The package to install from the archive: <c>cinc</c>, or <c>chef</c>.</summary>
    public PackageName? Package { get; init; }
}

/// <summary>A package file: on the host, or at an address together with its checksum.</summary>
public sealed record PackageFileOptions
{
    /// <summary>A .deb file on the host, relative to the manifest.</summary>
    [HostFile]
    [RegularExpression(@".+\.deb")]
    public string? File { get; init; }

    /// <summary>Where it can be fetched, over https.</summary>
    [RegularExpression(@"https://.+\.deb")]
    public Uri? Url { get; init; }

    /// <summary>The file's SHA-256, for one that is fetched.</summary>
    [RegularExpression("[0-9a-f]{64}")]
    public string? Sha256 { get; init; }
}
