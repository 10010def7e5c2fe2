using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Pip3Install;

/// <summary>Installs Python packages with pip, into a virtual environment or, where that is asked for, into the system.</summary>
[Plugin("pip3_install")]
public sealed class Pip3InstallPlugin(Pip3InstallOptions options) : Plugin
{
    // The first release whose Python is marked as managed by Debian: PEP 668, EXTERNALLY-MANAGED.
    private const string Managed = "bookworm";

    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options is { Venv: not null, BreakSystemPackages: true })
        {
            check.Error(
                ["plugins", "pip3_install", "break_system_packages"], ErrorCodes.Conflict,
                "packages go either to the system or to 'venv', not to both", "remove one of them");
        }
        else if (options is { Venv: null, BreakSystemPackages: false } && manifest.Release >= ReleaseTable.Get(Managed))
        {
            check.Error(
                ["plugins", "pip3_install"], ErrorCodes.Conflict,
                $"pip does not touch the Python packages of '{manifest.Release}', which are Debian's (PEP 668)",
                "name a virtual environment, 'venv: /opt/venv', or say 'break_system_packages: true'");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .Add<AddPip>()
        .AddIf<AddBuildTools>(options.BuildTools)
        .AddIf<MakeVenv>(options.Venv is not null)
        .Add<InstallPythonPackages>();
}
