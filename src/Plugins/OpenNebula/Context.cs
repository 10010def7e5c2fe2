using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.OpenNebula;

/// <summary>Queues the package that the manifest names.</summary>
[Task(Phase.Preparation, "Adding OpenNebula's package")]
[Before<PackagesQueued>]
internal sealed class AddContextPackage(OpenNebulaOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.AddLocal(build.HostFile(options.Package!));
        return Task.CompletedTask;
    }
}

/// <summary>Tells cloud-init where it is.</summary>
[Task(Phase.SystemModification, "Telling cloud-init of OpenNebula")]
[Touches("/etc/cloud")]
internal sealed class SetDatasource : BuildTask
{
    // The files are read in the order of their names, and the last one counts: one with sources of its own comes later.
    private const string DropIn = "/etc/cloud/cloud.cfg.d/80_opennebula.cfg";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync(DropIn, "datasource_list: [OpenNebula, None]\n", ct: ct);
}
