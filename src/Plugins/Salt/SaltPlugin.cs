using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Rules;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;

namespace BootstrapVz.Plugins.Salt;

/// <summary>Installs Salt's minion.</summary>
[Plugin("salt")]
public sealed class SaltPlugin(SaltOptions options) : Plugin
{
    // The first release without a package of Salt's.
    private const string Without = "bookworm";

    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Repository is { } repository)
            RepositoryRules.Check(check, ["plugins", "salt", "repository"], repository);

        // Manifests of releases that are not built any more may say what they did.
        if (manifest.Release < ReleaseTable.Get(manifest.Provider.Support.OldestRelease))
            return;
        if (options.InstallSource != "stable")
        {
            check.Error(
                ["plugins", "salt", "install_source"], ErrorCodes.NotSupported, $"there are no packages of install source '{options.InstallSource}'",
                "use 'stable' with 'repository'");
        }
        else if (options.Repository is null && manifest.Release >= ReleaseTable.Get(Without))
        {
            check.Error(
                ["plugins", "salt"], ErrorCodes.Conflict, $"Debian '{manifest.Release}' has no salt-minion, so 'repository' has to name an archive that has it",
                "the Salt project has one; it needs 'url', 'suite' and 'key'");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .AddIf<AddSaltRepository>(options.Repository is not null)
        .AddIf<InstallSourceKeys>(options.Repository is not null)
        .Add<AddSaltMinion>()
        .AddIf<SetSaltMaster>(options.Master is not null)
        .AddIf<SetSaltGrains>(options.Grains.Count > 0);
}
