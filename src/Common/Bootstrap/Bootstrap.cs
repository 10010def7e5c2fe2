using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Host;
using BootstrapVz.Common.Packages;
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

/// <summary>Reads the package indexes and has apt choose all of the image's packages.</summary>
[Task(Phase.Preparation, "Resolving packages")]
[After<PackagesQueued>]
public sealed class ResolvePackages(BootstrapperOptions bootstrapper, SystemOptions system, Release release, BuildSettings settings) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var selection = new BootstrapSelection(
            bootstrapper.Variant == "minbase" ? BootstrapVariant.Minbase : BootstrapVariant.Default, system.Release)
        {
            Include = build.Packages.BootstrapIncludes,
            Exclude = build.Packages.BootstrapExcludes,
            MergedUsr = release >= ReleaseTable.Get("bookworm"),
        };
        var request = new PackageRequest(selection, [.. build.Packages.Remote.Select(p => p.ToString())], [.. build.Packages.Local.Select(Path.GetFullPath)]);
        build.Packages.Close();
        var engine = await PackageEngine.OpenAsync(build, settings, request, ct);
        build.Set(engine);
        build.Set(engine.Minimal);
        build.Chroot.SourceDateEpoch = engine.Date;
    }
}

/// <summary>Fetches the packages and unpacks those of the minimal system into the root.</summary>
[Task(Phase.OsInstallation, "Unpacking the minimal system")]
[Before<MountSpecials>]
[Before<DisableDaemonAutostart>]
public sealed class UnpackBootstrap : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var minimal = build.Find<MinimalSystem>()!;
        await new TreeBootstrapper(build.Log, minimal.Fetcher)
            .UnpackAsync(minimal.Selection, minimal.Packages, minimal.Downloads, minimal.Architectures, build.Root, PathFilters.Of(build.Root), ct);
        minimal.BeginWithAdditions();
        build.Chroot.SourceDateEpoch ??= minimal.Fetcher.NewestBuild(minimal.Packages);
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
        var minimal = build.Find<MinimalSystem>()!;
        var automatic = minimal.AutomaticAsync(); // beside the scripts, which run one at a time
        await TreeBootstrapper.ConfigureAsync(build.Root, build.Chroot, incomplete: minimal.Selection.Exclude.Count > 0, ct);
        await AutomaticMarks.WriteAsync(build.Root, await automatic, ct);
    }
}
