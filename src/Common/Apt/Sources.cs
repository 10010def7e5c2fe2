using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Apt;

/// <summary>Registers the source lines of the manifest.</summary>
[Task(Phase.Preparation, "Adding the manifest's package sources")]
[Before<PackagesQueued>]
public sealed class AddManifestSources(PackagesOptions packages) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (list, lines) in packages.Sources)
        {
            foreach (var line in lines)
                build.Sources.Add(build.Expand(list.Value), SourceLine.Parse(build.Expand(line.ToString()), null));
        }

        return Task.CompletedTask;
    }
}

/// <summary>Registers the sources of the release with its security and stable updates.</summary>
[Task(Phase.Preparation, "Adding the release's package sources")]
[After<AddManifestSources>]
[Before<PackagesQueued>]
public sealed class AddDefaultSources(PackagesOptions packages, SystemOptions system, Release release) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        // The suite is the manifest's own word, so an image of 'stable' follows stable.
        Add(packages.Mirror, system.Release);
        if (release.SecuritySuite is { } security)
            Add(packages.Security, Suite(security));
        if (release.UpdatesSuite is { } updates)
            Add(packages.Mirror, Suite(updates));
        return Task.CompletedTask;

        string Suite(string ofCodename) => system.Release + ofCodename[release.Codename.Length..];

        void Add(Uri mirror, string suite)
        {
            foreach (var type in packages.IncludeSourceType ? (string[])["deb", "deb-src"] : ["deb"])
                build.Sources.Add("main", new(type, null, mirror.ToString().TrimEnd('/'), suite, packages.Components));
        }
    }
}

/// <summary>Registers the backports source where the release has one.</summary>
[Task(Phase.Preparation, "Adding the backports source")]
[After<AddDefaultSources>]
[Before<PackagesQueued>]
public sealed class AddBackports(PackagesOptions packages, SystemOptions system, Release release) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var suite = system.Release + "-backports";
        if (release.BackportsSuite is null)
            build.Log.Info($"'{release}' has no backports");
        else if (!build.Sources.HasTarget(suite))
            build.Sources.Add("backports", new("deb", null, packages.Mirror.ToString().TrimEnd('/'), suite, packages.Components));
        return Task.CompletedTask;
    }
}

/// <summary>Registers the pinning of the manifest.</summary>
[Task(Phase.Preparation, "Adding the manifest's package preferences")]
[Before<PackagesQueued>]
public sealed class AddManifestPreferences(PackagesOptions packages) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (list, preferences) in packages.Preferences)
            build.Preferences.Set(build.Expand(list.Value), preferences);
        return Task.CompletedTask;
    }
}
