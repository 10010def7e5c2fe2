using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Prebootstrapped;

/// <summary>Saves the root tree with all packages beside the image, as an archive. It is made in every build, since a tree from the cache does not come by here.</summary>
[Task(Phase.PackageInstallation, "Saving the tree with its packages")]
[After<InstallPackages>]
[SeesEverything]
internal sealed class SaveCopy(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var path = Path.Combine(build.Paths.Output, build.Expand(manifest.Options.Name) + ".packages.tar");
        var partial = Path.Combine(build.Paths.Output, $".{Path.GetFileName(path)}.partial");
        Directory.CreateDirectory(build.Paths.Output);
        try
        {
            await build.Host.RunAsync(
                new(
                    "tar", "--create", "--file", partial, "--directory", build.Root.HostPath, "--one-file-system", "--numeric-owner", "--sort=name", "--format=posix",
                    "--xattrs", "--xattrs-include=*", "."),
                ct);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        build.Log.Info($"the copy is '{path}'");
    }
}
