using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Rules;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;

namespace BootstrapVz.Plugins.GoogleCloudRepo;

/// <summary>Has sources of Google's archive trusted by Google's key.</summary>
[Plugin("google_cloud_repo")]
public sealed class GoogleCloudRepoPlugin(GoogleCloudRepoOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Key is { } key)
        {
            RepositoryRules.Check(check, ["plugins", "google_cloud_repo"], new() { Url = options.Url, Suite = "", Key = key });
        }
        else if (manifest.Release >= ReleaseTable.Get(manifest.Provider.Support.OldestRelease))
        {
            // Older manifests have no key, and can only be planned.
            check.Error(
                ["plugins", "google_cloud_repo"], ErrorCodes.Conflict, "the key of Google's archive has to be known: 'key' is missing",
                "name a file, or 'url: https://packages.cloud.google.com/apt/doc/apt-key.gpg' with its 'sha256'");
        }

        if (options is { CleanupBootstrapKey: true, EnableKeyringRepo: false })
        {
            check.Warning(
                ["plugins", "google_cloud_repo", "cleanup_bootstrap_key"], ErrorCodes.Conflict,
                "'cleanup_bootstrap_key' has no effect without 'enable_keyring_repo': there would be no other key");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .Add<AddGoogleKey>()
        .Add<InstallSourceKeys>()
        .AddIf<AddKeyringPackage>(options.EnableKeyringRepo)
        .AddIf<RemoveBootstrapKey>(options is { EnableKeyringRepo: true, CleanupBootstrapKey: true });
}
