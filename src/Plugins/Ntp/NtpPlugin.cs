using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Ntp;

/// <summary>Keeps the machine's clock right over the network.</summary>
[Plugin("ntp")]
public sealed class NtpPlugin(NtpOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        var servers = options.Servers.Count > 0;
        tasks
            .Add<AddTimeClient>()
            .AddIf<SetTimesyncdServers>(servers && options.Client == TimeClient.Timesyncd)
            .AddIf<ReplacePools>(servers && options.Client != TimeClient.Timesyncd);
    }
}
