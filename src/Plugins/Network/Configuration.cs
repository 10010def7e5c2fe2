using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Network;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Network;

/// <summary>Queues netplan.</summary>
[Task(Phase.Preparation, "Adding netplan")]
[Before<PackagesQueued>]
internal sealed class AddNetplan() : QueuePackages("netplan.io");

/// <summary>Writes the network for systemd-networkd.</summary>
[Task(Phase.SystemModification, "Writing the network's files")]
[Touches("/etc/systemd")]
[Before<NetworkConfigured>]
internal sealed class WriteNetworkdFiles(NetworkOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (path, text) in NetworkdFiles.Of(options))
            await build.Root.WriteTextAsync(path, text, ct: ct);
    }
}

/// <summary>Writes the network for netplan, and has it read it.</summary>
[Task(Phase.SystemModification, "Writing the network's file")]
[Before<NetworkConfigured>]
internal sealed class WriteNetplan(NetworkOptions options) : BuildTask
{
    private const string File = "/etc/netplan/50-manifest.yaml";
    private const string Trial = "/tmp/netplan"; // goes with the build

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        // It warns of what others may read, as there may be passwords in such files.
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await build.Root.WriteTextAsync(File, NetplanFile.Of(options), OwnerOnly, ct);
        await build.Root.WriteTextAsync(Trial + File, NetplanFile.Of(options), OwnerOnly, ct);
        await build.Chroot.RunAsync(new Command("netplan", "generate", "--root-dir", Trial), ct);
        build.Root.DeleteDirectory(Trial);
    }
}

/// <summary>Has systemd-networkd configure the network, and nothing else.</summary>
[Task(Phase.SystemModification, "Enabling systemd-networkd")]
[Before<NetworkConfigured>]
internal sealed class EnableNetworkd : BuildTask
{
    private const string Ifupdown = "/usr/lib/systemd/system/networking.service";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        await build.Chroot.RunAsync(new Command("systemctl", "enable", "systemd-networkd.service"), ct);
        if (build.Root.FileExists(Ifupdown))
            await build.Chroot.RunAsync(new Command("systemctl", "disable", Path.GetFileName(Ifupdown)), ct);
    }
}

/// <summary>Has systemd-resolved look up names.</summary>
[Task(Phase.SystemModification, "Enabling systemd-resolved")]
[Before<NetworkConfigured>]
internal sealed class EnableResolver : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Chroot.RunAsync(new Command("systemctl", "enable", "systemd-resolved.service"), ct);
}
