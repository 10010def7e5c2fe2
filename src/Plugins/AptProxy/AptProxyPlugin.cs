using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.AptProxy;

/// <summary>Fetches packages through a proxy.</summary>
[Plugin("apt_proxy")]
public sealed class AptProxyPlugin(AptProxyOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Username is null != options.Password is null)
        {
            var given = options.Username is null ? "password" : "username";
            check.Warning(["plugins", "apt_proxy", given], ErrorCodes.Conflict, $"'{given}' has no effect alone", "a proxy takes 'username' and 'password'");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .Add<CheckAptProxy>()
        .Add<FetchThroughProxy>()
        .Add<SetAptProxy>()
        .AddIf<RemoveAptProxy>(!options.Persistent);
}
