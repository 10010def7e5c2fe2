using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Firewall;

/// <summary>Queues nftables.</summary>
[Task(Phase.Preparation, "Adding nftables")]
[Before<PackagesQueued>]
internal sealed class AddNftables() : QueuePackages("nftables");

/// <summary>Writes the rule set, has nft(8) check it, and has it loaded when the machine starts.</summary>
/// <remarks>nft asks the kernel even to check, in the network of its own that every command of a build has.</remarks>
[Task(Phase.SystemModification, "Writing the firewall's rules")]
internal sealed class WriteRules(FirewallOptions options, SystemOptions system) : BuildTask
{
    private const string Target = "/etc/nftables.conf"; // that of package nftables

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var rules = options.File is { } file ? await File.ReadAllTextAsync(build.HostFile(file), ct) : options.Rules ?? RuleSet.Of(options);
        await build.Root.WriteTextAsync(Target, rules.TrimEnd('\n') + "\n", RootFs.ProgramMode, ct);
        // QEMU passes no messages of nftables on to the kernel: linux-user/syscall.c, do_socket.
        if (ArchitectureTable.IsForeign(ArchitectureTable.Get(system.UserspaceArchitecture ?? system.Architecture)))
            build.Log.Warning("the firewall's rules are not checked: programs of another processor cannot reach this host's kernel");
        else
            await build.Chroot.RunAsync(new Command("nft", "--check", "--file", Target), ct);
        await build.Chroot.RunAsync(new Command("systemctl", "enable", "nftables.service"), ct);
    }
}
