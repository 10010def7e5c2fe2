using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Sysctl;

/// <summary>Writes the parameters to where systemd-sysctl(8) reads them, after all files of packages.</summary>
[Task(Phase.SystemModification, "Writing kernel parameters")]
[Touches("/etc/sysctl.d")]
internal sealed class WriteParameters(SysctlOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Root.WriteTextAsync(
        "/etc/sysctl.d/99-manifest.conf", string.Concat(options.Parameters.Select(parameter => $"{parameter.Key} = {parameter.Value}\n")), ct: ct);
}
