using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.GoogleCloudRepo;

/// <summary>Settings under <c>plugins.google_cloud_repo</c>.</summary>
public sealed record GoogleCloudRepoOptions
{
    /// <summary>Where Google's archive is; the sources of the manifest that are there are trusted by its key.</summary>
    public Uri Url { get; init; } = new("https://packages.cloud.google.com/apt");

    /// <summary>The key it is signed with.</summary>
    public RepositoryKeyOptions? Key { get; init; }

    /// <summary>Adds the archive of the package that keeps the key up to date, and the package.</summary>
    public bool EnableKeyringRepo { get; init; }

    /// <summary>Removes the key the build began with, so that the machine trusts the one of the package only; with <c>enable_keyring_repo</c>.</summary>
    public bool CleanupBootstrapKey { get; init; }
}
