using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Engine;
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
        // Its key may be where it is.
        if (repository is { Username: { } username, Password: { } password })
        {
            if (build.Find<ArchiveLogins>() is null)
                build.Set(new ArchiveLogins());
            build.Get<ArchiveLogins>().Add(repository.Url, build.Reveal(username), build.Reveal(password));
        }

        var path = await AddKeyAsync(build, name, repository.Key, ct);
        var suite = build.Expand(repository.Suite);
        build.Sources.Add(name, new("deb", $"signed-by={path}", repository.Url.ToString().TrimEnd('/'), suite, suite.EndsWith('/') ? [] : repository.Components));
    }

    /// <summary>Adds a key alone, for sources that name it. For tasks of the phase Preparation.</summary>
    /// <param name="build">The build.</param>
    /// <param name="name">The key's name in the image.</param>
    /// <param name="key">The key.</param>
    /// <param name="ct">Stops fetching.</param>
    /// <returns>Its place in the image; sources.list(5), Signed-By.</returns>
    public static async Task<string> AddKeyAsync(BuildContext build, string name, RepositoryKeyOptions key, CancellationToken ct)
    {
        var kept = await new KeyFetcher(build).GetAsync(key, ct);
        var path = $"/etc/apt/keyrings/{name}{Path.GetExtension(kept.File)}";
        build.Sources.AddKey(path, kept);
        return path;
    }
}

/// <summary>Adds an archive of packages; a task of the phase Preparation, after <see cref="AddDefaultSources"/>, and with <see cref="InstallSourceKeys"/>.</summary>
public abstract class AddRepository(string name, RepositoryOptions repository) : BuildTask
{
    /// <inheritdoc/>
    public sealed override Task RunAsync(BuildContext build, CancellationToken ct) => Repositories.AddAsync(build, name, repository, ct);
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
