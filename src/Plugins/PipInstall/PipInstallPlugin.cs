using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.PipInstall;

/// <summary>Installed Python 2 packages in releases that had Python 2; every release that can be built today has Python 3 only.</summary>
[Plugin("pip_install")]
public sealed class PipInstallPlugin(PipInstallOptions options) : Plugin
{
    // The last release with python-pip: bullseye has only the interpreter of Python 2.
    private const string Last = "buster";

    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (manifest.Release > ReleaseTable.Get(Last))
        {
            check.Error(
                ["plugins", "pip_install"], ErrorCodes.NotSupported, $"'{manifest.Release}' has no pip for Python 2",
                $"use plugin 'pip3_install' with the same packages: {string.Join(", ", options.Packages)}");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<AddPip>().Add<InstallPythonPackages>();
}
