using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Bootstrap;

/// <summary>The engine of one build: the index of the image's sources, and what works on it.</summary>
public sealed class PackageEngine : IDisposable
{
    private PackageEngine(BuildContext build, AptIndex index)
    {
        Index = index;
        Solver = new(build.Host);
        var store = new PackageStore(Path.Combine(build.Paths.Cache, "packages"));
        store.RemoveAbandoned(build.Host.Clock.GetUtcNow());
        Fetcher = new(build.Host.Http, build.Host.Clock, store, build.Log);
    }

    /// <summary>The index of the image's sources.</summary>
    public AptIndex Index { get; }

    /// <summary>Asks apt what to install.</summary>
    public AptSolver Solver { get; }

    /// <summary>Gets packages into the store.</summary>
    public PackageFetcher Fetcher { get; }

    /// <summary>Reads the index, from where this host fetches.</summary>
    public static async Task<PackageEngine> OpenAsync(BuildContext build, BuildSettings settings, CancellationToken ct)
    {
        var mirrors = MirrorMap.OfHost(settings.Mirrors.Select(m => $"{m.Key}={m.Value}"));
        var indexes = new IndexCache(build.Host, build.Log, Path.Combine(build.Paths.Cache, "indexes"), mirrors);
        var isChecked = await ValidUntil.IsCheckedAsync(build.Host, build.Manifest.Packages.AptConf, ct);
        return new(build, await indexes.OpenAsync(Sources(build) with { CheckValidUntil = isChecked }, ct));
    }

    /// <inheritdoc/>
    public void Dispose() => Index.Dispose();

    private static AptSources Sources(BuildContext build)
    {
        var (manifest, packages, bootstrapper) = (build.Manifest, build.Manifest.Packages, build.Manifest.Bootstrapper);
        var keys = KeyPlacement.Of(manifest, build.Sources);
        var sources = new AptSources
        {
            Lines = [.. build.Sources.Lines.Select(line => bootstrapper.Mirror is { } mirror && IsArchive(line) ? line with { Uri = mirror.ToString() } : line)],
            Architecture = manifest.System.UserspaceArchitecture ?? manifest.System.Architecture,
            TrustedKeys = [.. keys.Where(key => key.ForAllSources).Select(key => key.HostPath)],
            KeyFiles = keys.Where(key => !key.ForAllSources).ToDictionary(key => key.ImagePath, key => key.HostPath),
            CheckSignatures = !bootstrapper.NoCheckGpg,
            Preferences = string.Join('\n', build.Preferences.Lists.Values.SelectMany(list => list).Select(WritePreferences.Render)),
        };
        return bootstrapper.Keyring is { } keyring ? sources with { Keyring = manifest.ResolvePath(keyring) } : sources;

        bool IsArchive(SourceLine line) => line.Uri.TrimEnd('/') == packages.Mirror.ToString().TrimEnd('/');
    }
}
