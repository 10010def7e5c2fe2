using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Host;
using BootstrapVz.Common.Roots;

namespace BootstrapVz.Common.Bootstrap;

/// <summary>Requires apt and dpkg of the host.</summary>
[Task(Phase.Validation, "Requiring the package tools")]
[Before<CheckHostTools>]
public sealed class RequireEngineTools : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Get<RequiredTools>().Add("resolving and installing packages", "apt-get", "apt-cache", "apt-config", "dpkg-deb");
        return Task.CompletedTask;
    }
}

/// <summary>Reads the package indexes and has apt choose the packages of the minimal system.</summary>
[Task(Phase.Preparation, "Resolving the packages of the minimal system")]
[After<AddDefaultSources>]
[After<AddBackports>]
[After<AddManifestSources>]
[After<AddManifestPreferences>]
[After<Packages.IncludePackagesInBootstrap>]
[After<Packages.ExcludePackagesFromBootstrap>]
[After<Locale.AddLocalesPackage>]
public sealed class ResolveBootstrap(BootstrapperOptions bootstrapper, SystemOptions system, Release release, BuildSettings settings) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var engine = await PackageEngine.OpenAsync(build, settings, ct);
        build.Set(engine);
        build.Chroot.SourceDateEpoch = Epoch ?? engine.Index.Published;
        var selection = new BootstrapSelection(
            bootstrapper.Variant == "minbase" ? BootstrapVariant.Minbase : BootstrapVariant.Default, system.Release)
        {
            Include = build.Packages.BootstrapIncludes,
            Exclude = build.Packages.BootstrapExcludes,
            MergedUsr = release >= ReleaseTable.Get("bookworm"),
        };
        build.Set(await engine.Solver.BootstrapAsync(engine.Index, selection, ct));
    }

    private static long? Epoch =>
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), CultureInfo.InvariantCulture, out var epoch) ? epoch : null;
}

/// <summary>Fetches the packages of the minimal system and unpacks them into the root.</summary>
[Task(Phase.OsInstallation, "Unpacking the minimal system")]
[Before<MountSpecials>]
[Before<DisableDaemonAutostart>]
public sealed class UnpackBootstrap : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var engine = build.Find<PackageEngine>()!;
        return new TreeBootstrapper(build.Log, engine.Fetcher)
            .UnpackAsync(build.Find<BootstrapSet>()!, engine.Index.Sources, build.Root, PathFilters.Of(build.Root), ct);
    }
}

/// <summary>Runs the scripts of the minimal system's packages.</summary>
[Task(Phase.OsInstallation, "Configuring the minimal system")]
[After<MountSpecials>]
[After<DisableDaemonAutostart>]
public sealed class ConfigureBootstrap : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var (engine, set) = (build.Find<PackageEngine>()!, build.Find<BootstrapSet>()!);
        var automatic = engine.Solver.AutomaticAsync(engine.Index, set, ct);
        await TreeBootstrapper.ConfigureAsync(build.Root, build.Chroot, incomplete: set.Selection.Exclude.Count > 0, ct);
        await TreeBootstrapper.MarkAutomaticAsync(build.Root, await automatic, engine.Index.Sources.Architecture, ct);
    }
}
