using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Cleanup;

namespace BootstrapVz.Plugins.MotdRelease;

/// <summary>Says in os-release, above the login prompt and after login which image a machine was made from.</summary>
[Plugin("motd_release")]
public sealed class MotdReleasePlugin(MotdReleaseOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        tasks
            .AddIf<SetRelease>((options.Variant ?? options.VariantId ?? options.BuildId) is not null)
            .AddIf<WriteIssue>(options.Issue is not null)
            .AddIf<WriteMotd>(options.Motd is not null);
        if (options.Motd is not null)
            tasks.Remove<ClearMotd>();
    }
}
