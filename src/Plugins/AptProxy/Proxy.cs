using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Files;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.AptProxy;

/// <summary>Warns of a proxy that does not answer. One that answers is there, whatever it says: it is asked as no proxy is.</summary>
[Task(Phase.Validation, "Asking the proxy for packages")]
internal sealed class CheckAptProxy(AptProxyOptions options) : BuildTask
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            using var answer = await build.Host.Http.GetAsync(ProxyAddress.Of(options, null, null), HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !ct.IsCancellationRequested))
        {
            build.Log.Warning($"the proxy of plugin 'apt_proxy' at {options.Address}, port {options.Port}, does not answer: packages may not be had");
        }
    }
}

/// <summary>Has the build fetch indexes and packages through the proxy.</summary>
[Task(Phase.Preparation, "Fetching packages through a proxy")]
[Before<PackagesQueued>]
internal sealed class FetchThroughProxy(AptProxyOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Set(new ArchiveProxy(ProxyAddress.Of(options, build), options.Https));
        return Task.CompletedTask;
    }
}

/// <summary>Tells the image's apt of the proxy. Not before what the user asked for runs: no tree with the password in it is kept then.</summary>
[Task(Phase.UserModification, "Setting the proxy of apt")]
[Before<FilesCopied>]
internal sealed class SetAptProxy(AptProxyOptions options) : BuildTask
{
    /// <summary>The file in the image.</summary>
    public const string Snippet = "/etc/apt/apt.conf.d/02proxy";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var address = ProxyAddress.Of(options, build).OriginalString;

        // What is not said of https, apt takes from http: apt-transport-https(1).
        return build.Root.WriteTextAsync(
            Snippet, $"Acquire::http::Proxy \"{address}\";\nAcquire::https::Proxy \"{(options.Https ? address : "DIRECT")}\";\n", ct: ct);
    }
}

/// <summary>Leaves the machine to fetch packages by itself.</summary>
[Task(Phase.SystemCleaning, "Removing the proxy of apt")]
internal sealed class RemoveAptProxy : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Root.DeleteFile(SetAptProxy.Snippet);
        return Task.CompletedTask;
    }
}
