using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Network;

/// <summary>Sets the host name.</summary>
[Task(Phase.SystemModification, "Setting the host name")]
[Touches("/etc/hostname")]
[Before<WriteHosts>]
public sealed class SetHostname(SystemOptions system) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync("/etc/hostname", build.Expand(system.Hostname!) + "\n", ct: ct);
}

/// <summary>Writes /etc/hosts with the loopback names and the host's own; see hosts(5).</summary>
[Task(Phase.SystemModification, "Writing the hosts file")]
[Touches("/etc/hosts")]
public sealed class WriteHosts(SystemOptions system) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var own = system.Hostname is null ? "" : $"127.0.1.1\t{build.Expand(system.Hostname)}\n";
        return build.Root.WriteTextAsync(
            "/etc/hosts",
            $"127.0.0.1\tlocalhost\n{own}\n::1\tlocalhost ip6-localhost ip6-loopback\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n",
            ct: ct);
    }
}

/// <summary>Removes the host name, so that the image takes the one the network gives it.</summary>
[Task(Phase.SystemCleaning, "Removing the host name")]
public sealed class RemoveHostname : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Root.DeleteFile("/etc/hostname");
        return Task.CompletedTask;
    }
}
