using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Ntp;

/// <summary>Queues the program that keeps the clock.</summary>
[Task(Phase.Preparation, "Adding the time client")]
[Before<PackagesQueued>]
internal sealed class AddTimeClient(NtpOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.Add(options.Client switch
        {
            TimeClient.Chrony => "chrony",
            TimeClient.Ntpsec => "ntpsec",
            _ => "systemd-timesyncd",
        });
        return Task.CompletedTask;
    }
}

/// <summary>Tells systemd-timesyncd its servers.</summary>
[Task(Phase.SystemModification, "Setting the time servers")]
[Touches("/etc/systemd")]
internal sealed class SetTimesyncdServers(NtpOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Root.WriteTextAsync(
        "/etc/systemd/timesyncd.conf.d/servers.conf", $"[Time]\nNTP={string.Join(' ', options.Servers)}\nFallbackNTP=\n", ct: ct);
}

/// <summary>Replaces Debian's pools in the client's configuration, which has no other way to leave them out.</summary>
[Task(Phase.SystemModification, "Replacing the time servers")]
[Touches("/etc/chrony", "/etc/ntpsec")]
internal sealed partial class ReplacePools(NtpOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var path = options.Client == TimeClient.Chrony ? "/etc/chrony/chrony.conf" : "/etc/ntpsec/ntp.conf";
        var lines = (await build.Root.ReadTextAsync(path, ct)).Split('\n');
        var first = Array.FindIndex(lines, Pool().IsMatch);
        if (first < 0)
            throw new BuildException($"'{path}' names no pool that 'plugins.ntp.servers' could replace");
        var servers = options.Servers.Select(server => $"server {server} iburst");
        await build.Root.WriteTextAsync(
            path, string.Join('\n', [.. lines[..first], .. servers, .. lines[(first + 1)..].Where(line => !Pool().IsMatch(line))]), ct: ct);
    }

    [GeneratedRegex(@"^(pool|server)\s", RegexOptions.ExplicitCapture)]
    private static partial Regex Pool();
}
