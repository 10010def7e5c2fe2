using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Sysctl;

/// <summary>Sets kernel parameters on every start.</summary>
[Plugin("sysctl")]
public sealed class SysctlPlugin(SysctlOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.AddIf<WriteParameters>(options.Parameters.Count > 0);
}
