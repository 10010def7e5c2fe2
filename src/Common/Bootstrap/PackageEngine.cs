using System.Security.Cryptography;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Locking;

namespace BootstrapVz.Common.Bootstrap;

/// <summary>The packages of one build: what is to be installed, and what gets it.</summary>
public sealed class PackageEngine : IInput, IDisposable
{
    private readonly Lazy<Task<AutomaticPackages>> _automatic;
    private PackageResolver? _resolver;
    private Bytes? _lockedSize;

    private PackageEngine(
        BuildContext build, BuildSettings settings, MirrorMap mirrors, AptSources sources, PackageRequest request, PackagePlan plan, Func<Task<AutomaticPackages>> automatic)
    {
        (Sources, Request, Plan, _automatic) = (sources, request, plan, new(automatic));
        var store = new PackageStore(Path.Combine(build.Paths.Cache, "packages"));
        store.RemoveAbandoned(build.Host.Clock.GetUtcNow());
        Fetcher = new(ArchiveAccess.Of(build, mirrors).Http(build.Host), build.Host.Clock, store, build.Log)
        {
            Snapshot = settings.SnapshotMirror is { } snapshot ? uri => snapshot + sources.OriginPath(uri, mirrors) : null,
        };
        Minimal = new(request.Selection, sources, plan.Bootstrap, _automatic) { Additions = plan.Additions ?? [], Fetcher = Fetcher, ReadAhead = new(Path.Combine(build.Paths.Scratch, "ahead")) };
        Date = settings.SourceDateEpoch;
    }

    /// <summary>The part of it that the minimal system is made of.</summary>
    public MinimalSystem Minimal { get; }

    /// <summary>The image's sources.</summary>
    public AptSources Sources { get; }

    /// <summary>What is wanted.</summary>
    public PackageRequest Request { get; }

    /// <summary>What apt chose for it.</summary>
    public PackagePlan Plan { get; }

    /// <summary>Which packages count as automatic; found out when it is first asked for.</summary>
    public Task<AutomaticPackages> Automatic => _automatic.Value;

    /// <summary>Gets packages into the store.</summary>
    public PackageFetcher Fetcher { get; }

    /// <summary>The index of the image's sources; null when there is only the plan.</summary>
    public AptIndex? Index { get; private init; }

    /// <summary>The date that SOURCE_DATE_EPOCH or a lock file sets, in seconds since 1970; null when it follows from the packages.</summary>
    public long? Date { get; private init; }

    /// <summary>What the packages take once they are installed, as their makers estimate; null when that is not known.</summary>
    public Task<Bytes?> InstalledSizeAsync(CancellationToken ct) => _resolver is null ? Task.FromResult(_lockedSize) : _resolver.InstalledSizeAsync(Request, Plan, ct);

    /// <summary>Takes the packages from the lock file if there is one; else reads the index, from where this host fetches, and has apt choose.</summary>
    /// <exception cref="BuildException">The manifest does not fit its lock, or its packages cannot be chosen.</exception>
    public static async Task<PackageEngine> OpenAsync(BuildContext build, BuildSettings settings, PackageRequest request, CancellationToken ct)
    {
        var mirrors = MirrorMap.Of(settings);
        // More than 1000: also downgrades; apt_preferences(5).
        var sources = AptSourcesOf(build) with { Pins = string.Concat(settings.Pins.Select(p => $"Package: {p.Name}\nPin: version {p.Version}\nPin-Priority: 1001\n\n")) };
        if (settings.UseLock && LockFile.PathFor(build.Manifest.Path) is var path && File.Exists(path))
            return Locked(build, settings, mirrors, sources, request, LockFile.Parse(path, await File.ReadAllTextAsync(path, ct), sources.Architecture));
        var indexes = new IndexCache(build.Host, build.Log, Path.Combine(build.Paths.Cache, "indexes"), mirrors, access: ArchiveAccess.Of(build, mirrors));
        var index = await indexes.OpenAsync(sources with { CheckValidUntil = await ValidUntil.IsCheckedAsync(build.Host, build.Manifest.Packages.AptConf, ct) }, ct);
        var resolver = new PackageResolver(build.Host, index);
        var plan = await resolver.ResolveAsync(request, ct);
        return new(build, settings, mirrors, sources, request, plan, () => resolver.AutomaticAsync(request, plan, ct)) { Index = index, _resolver = resolver };
    }

    private static PackageEngine Locked(
        BuildContext build, BuildSettings settings, MirrorMap mirrors, AptSources sources, PackageRequest request, LockFile file)
    {
        LockMaker.RequireFit(LockFile.PathFor(build.Manifest.Path), file, sources, request);
        ResolvedPackage Mapped(ResolvedPackage package) => package with { Uri = mirrors.Map(package.Uri) };
        var plan = new PackagePlan { Bootstrap = [.. file.Plan.Bootstrap.Select(Mapped)], Additions = [.. file.Plan.Additions!.Select(Mapped)] };
        build.Log.Info($"packages are those of '{LockFile.PathFor(build.Manifest.Path)}'");
        return new(build, settings, mirrors, sources, request, plan, () => Task.FromResult(file.Automatic))
        {
            Date = settings.SourceDateEpoch ?? file.Date,
            _lockedSize = file.InstalledKiB is { } size ? Bytes.KiB(size) : null,
        };
    }

    /// <summary>The packages with their hashes; the state of the index too where apt has to decide again.</summary>
    string IInput.InputText => string.Join('\n', [
        MinimalSystem.TextOf(Request.Selection, Plan.All),
        .. Request.Names.Select(name => "wanted " + name),
        .. Request.Files.Select(file => "file " + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))),
        Plan.Additions is null ? "index " + Index?.State : "",
    ]);

    /// <inheritdoc/>
    public void Dispose() => Index?.Dispose();

    private static AptSources AptSourcesOf(BuildContext build)
    {
        var (manifest, packages, bootstrapper) = (build.Manifest, build.Manifest.Packages, build.Manifest.Bootstrapper);
        var keys = KeyPlacement.Of(packages.TrustedKeys, build.Sources);
        var sources = new AptSources
        {
            Lines = [.. build.Sources.Lines.Select(line => bootstrapper.Mirror is { } mirror && IsArchive(line) ? line with { Uri = mirror.ToString() } : line)],
            Architecture = manifest.Userspace.Name,
            ForeignArchitectures = manifest.Machine == manifest.Userspace ? [] : [manifest.Machine.Name],
            TrustedKeys = [.. keys.Where(key => key.ForAllSources).Select(key => manifest.ResolvePath(key.File))],
            KeyFiles = keys.Where(key => !key.ForAllSources).Select(key => (key.ImagePath, File: manifest.ResolvePath(key.File)))
                .Concat(build.Sources.Keys.Select(key => (key.Key, key.Value.File))).ToDictionary(),
            CheckSignatures = !bootstrapper.NoCheckGpg,
            Preferences = string.Join('\n', build.Preferences.Lists.Values.SelectMany(list => list).Select(WritePreferences.Render)),
        };
        return bootstrapper.Keyring is { } keyring ? sources with { Keyring = manifest.ResolvePath(keyring) } : sources;

        bool IsArchive(SourceLine line) => line.Uri.TrimEnd('/') == packages.Mirror.ToString().TrimEnd('/');
    }
}
