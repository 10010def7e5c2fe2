using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Hardening;

/// <summary>Makes a machine harder to misuse by well-established measures, and says in the image what was done.</summary>
[Plugin("hardening")]
public sealed class HardeningPlugin(HardeningOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) =>
        tasks.AddIf<ApplyBaseline>(Measures.Of(options.Baseline).Any(measure => !options.Except.Contains(measure.Name)));
}
