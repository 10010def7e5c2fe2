using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Files;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Chef;

/// <summary>Adds the archive that the client comes from.</summary>
[Task(Phase.Preparation, "Adding Chef's archive")]
[After<AddDefaultSources>]
[Before<PackagesQueued>]
internal sealed class AddChefRepository(ChefOptions options) : AddRepository("chef", options.Repository!);

/// <summary>Queues the client: the package of the archive, or the file, which is fetched where the manifest says so.</summary>
[Task(Phase.Preparation, "Adding Chef's client")]
[After<AddChefRepository>]
[Before<PackagesQueued>]
internal sealed class AddChefClient(ChefOptions options, Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (options.Deb is { Url: { } address, Sha256: { } sha256 })
            build.Packages.AddLocal(await FetchedFiles.GetAsync(build, address, sha256, ct));
        else if (options.Deb is { File: { } file })
            build.Packages.AddLocal(manifest.ResolvePath(file));
        else
            build.Packages.Add(options.Package?.Value ?? "cinc");
    }
}

/// <summary>Checks that the assets are a folder.</summary>
[Task(Phase.Validation, "Checking the assets for Chef")]
internal sealed class CheckChefAssets(ChefOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        HostFolder.Require(build, "plugins.chef.assets", options.Assets!);
        return Task.CompletedTask;
    }
}

/// <summary>Copies the assets to where the client that was installed looks for them.</summary>
[Task(Phase.SystemModification, "Copying assets for Chef")]
internal sealed class CopyChefAssets(ChefOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        HostFolder.CopyAsync(build, options.Assets!, build.Root.DirectoryExists("/opt/cinc") ? "/etc/cinc" : "/etc/chef", ct);
}
