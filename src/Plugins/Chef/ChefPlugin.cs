using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Rules;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;

namespace BootstrapVz.Plugins.Chef;

/// <summary>Installs the client of Chef or Cinc, with files of its configuration.</summary>
[Plugin("chef")]
public sealed class ChefPlugin(ChefOptions options) : Plugin
{
    private static readonly string[] Setting = ["plugins", "chef"];

    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Repository is { } repository)
            RepositoryRules.Check(check, [.. Setting, "repository"], repository);
        if (options is { Deb: not null, Repository: not null })
            check.Error([.. Setting, "deb"], ErrorCodes.Conflict, "the client comes from 'deb' or from 'repository', not from both");
        if (options is { Package: not null, Repository: null })
            check.Error([.. Setting, "package"], ErrorCodes.Conflict, "'package' has no effect without 'repository'");
        if (options.Deb is { } deb)
            Check(check, deb);

        // Releases that are not built any more had a package of Debian's.
        if (options is { Deb: null, Repository: null } && manifest.Release >= ReleaseTable.Get(manifest.Provider.Support.OldestRelease))
        {
            check.Error(
                Setting, ErrorCodes.Conflict, $"Debian '{manifest.Release}' has no Chef, so 'deb' has to name a package, or 'repository' an archive with one",
                "Cinc is the free build of Chef: its packages are named 'cinc'");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .AddIf<AddChefRepository>(options.Repository is not null)
        .AddIf<InstallSourceKeys>(options.Repository is not null)
        .Add<AddChefClient>()
        .AddIf<CheckChefAssets>(options.Assets is not null)
        .AddIf<CopyChefAssets>(options.Assets is not null);

    private static void Check(ManifestChecker check, PackageFileOptions deb)
    {
        if (deb.File is null == deb.Url is null)
            check.Error([.. Setting, "deb"], ErrorCodes.Conflict, "the package needs exactly one of 'file' and 'url'");
        else if (deb.Url is null != deb.Sha256 is null)
            check.Error([.. Setting, "deb"], ErrorCodes.Conflict, deb.Url is null ? "'sha256' has no effect without 'url'" : "a package that is fetched needs 'sha256'");
    }
}
