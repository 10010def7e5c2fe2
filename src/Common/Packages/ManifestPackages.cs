using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;

namespace BootstrapVz.Common.Packages;

/// <summary>Queues the manifest's packages.</summary>
[Task(Phase.Preparation, "Adding the manifest's packages")]
[After<AddManifestSources>]
[After<AddDefaultSources>]
[After<AddBackports>]
[Before<PackagesQueued>]
public sealed class AddManifestPackages(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var package in manifest.Packages.Install)
        {
            var text = build.Expand(package.Value);
            if (text.StartsWith('/'))
            {
                if (!File.Exists(text))
                    throw new BuildException($"packages.install names '{text}', which is not a file on this host", "give the absolute path of a .deb file");
                build.Packages.AddLocal(text);
            }
            else
            {
                var parts = text.Split('/', 2);
                build.Packages.Add(parts[0], parts.ElementAtOrDefault(1));
            }
        }

        return Task.CompletedTask;
    }
}

/// <summary>Queues the additions to the minimal system.</summary>
[Task(Phase.Preparation, "Adding packages to the minimal system")]
[Before<PackagesQueued>]
public sealed class IncludePackagesInBootstrap(BootstrapperOptions bootstrapper) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var package in bootstrapper.IncludePackages)
            build.Packages.IncludeInBootstrap(package.Value);
        return Task.CompletedTask;
    }
}

/// <summary>Takes packages out of the minimal system.</summary>
[Task(Phase.Preparation, "Excluding packages from the minimal system")]
[Before<PackagesQueued>]
public sealed class ExcludePackagesFromBootstrap(BootstrapperOptions bootstrapper) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var package in bootstrapper.ExcludePackages)
            build.Packages.ExcludeFromBootstrap(package.Value);
        return Task.CompletedTask;
    }
}
