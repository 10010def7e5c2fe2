using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Pip3Install;

/// <summary>Queues pip and what makes virtual environments.</summary>
[Task(Phase.Preparation, "Adding pip")]
[Before<PackagesQueued>]
internal sealed class AddPip(Pip3InstallOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.Add(options.Venv is null ? "python3-pip" : "python3-venv");
        return Task.CompletedTask;
    }
}

/// <summary>Queues what builds extensions.</summary>
[Task(Phase.Preparation, "Adding what builds Python extensions")]
[Before<PackagesQueued>]
internal sealed class AddBuildTools() : QueuePackages("build-essential", "python3-dev");

/// <summary>Makes the virtual environment.</summary>
[Task(Phase.SystemModification, "Making the virtual environment")]
internal sealed class MakeVenv(Pip3InstallOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Chroot.RunAsync(new Command("python3", "-m", "venv", "--system-site-packages", options.Venv!), ct);
}

/// <summary>Installs the packages.</summary>
[Task(Phase.SystemModification, "Installing Python packages")]
[After<MakeVenv>]
internal sealed class InstallPythonPackages(Pip3InstallOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var pip = options.Venv is { } venv ? venv.TrimEnd('/') + "/bin/pip" : "pip3";
        string[] arguments =
        [
            // Neither a cache, nor compiled files with the time of this build in them, stays in the image.
            "install", "--no-cache-dir", "--no-compile", "--disable-pip-version-check", "--no-input",
            .. options.BreakSystemPackages ? (string[])["--break-system-packages"] : [],
            .. options.Packages,
        ];
        var command = new Command(pip, arguments);
        if (options.IndexUrl is { } secret && build.Reveal(secret) is var index)
            command = command with { Secrets = IndexAddress.Secrets(index), Environment = new Dictionary<string, string?> { ["PIP_INDEX_URL"] = index } };
        try
        {
            await build.Chroot.RunAsync(command, ct, network: true);
        }
        catch (CommandFailedException error)
        {
            throw new BuildException(
                $"pip cannot install the Python packages: {error.Message}",
                "check names and versions of 'packages', and that the index can be reached and has them for the Python of this release", error);
        }
    }
}
