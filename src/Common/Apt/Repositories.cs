using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Apt;

/// <summary>Registers the manifest's archives with the keys they are signed with.</summary>
[Task(Phase.Preparation, "Adding the manifest's archives")]
[After<AddDefaultSources>]
[Before<PackagesQueued>]
public sealed class AddManifestRepositories(PackagesOptions packages) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, repository) in packages.Repositories)
            await Repositories.AddAsync(build, name.Value, repository, ct);
    }
}

/// <summary>Adds archives that are not Debian's to an image.</summary>
public static class Repositories
{
    /// <summary>Adds an archive with its key, which is fetched where the manifest says so. For tasks of the phase Preparation.</summary>
    /// <param name="build">The build.</param>
    /// <param name="name">The name of source list and key in the image.</param>
    /// <param name="repository">The archive.</param>
    /// <param name="ct">Stops fetching.</param>
    public static async Task AddAsync(BuildContext build, string name, RepositoryOptions repository, CancellationToken ct)
    {
        var key = await new KeyFetcher(build).GetAsync(repository.Key, ct);
        var path = $"/etc/apt/keyrings/{name}{Path.GetExtension(key.File)}"; // sources.list(5), Signed-By
        build.Sources.AddKey(path, key);
        var suite = build.Expand(repository.Suite);
        build.Sources.Add(name, new("deb", $"signed-by={path}", repository.Url.ToString().TrimEnd('/'), suite, suite.EndsWith('/') ? [] : repository.Components));
    }
}

/// <summary>Puts the keys of archives that are not Debian's to where their sources look for them.</summary>
[Task(Phase.PackageInstallation, "Installing the keys of further archives")]
[Before<AptConfigured>]
public sealed class InstallSourceKeys : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (path, key) in build.Sources.Keys)
        {
            await using var content = File.OpenRead(key.File);
            await build.Root.WriteAsync(path, content, ct: ct);
        }
    }
}
