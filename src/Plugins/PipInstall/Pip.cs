using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.PipInstall;

/// <summary>Queues pip for Python 2 and what compiles extensions.</summary>
[Task(Phase.Preparation, "Adding pip for Python 2")]
[Before<PackagesQueued>]
internal sealed class AddPip() : QueuePackages("python-pip", "build-essential", "python-dev");

/// <summary>Installs the Python 2 packages.</summary>
[Task(Phase.SystemModification, "Installing Python 2 packages")]
internal sealed class InstallPythonPackages(PipInstallOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Chroot.RunAsync(new Command("pip", ["install", .. options.Packages]), ct, network: true);
}
