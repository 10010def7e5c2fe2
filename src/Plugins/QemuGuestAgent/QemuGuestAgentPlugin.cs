using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.QemuGuestAgent;

/// <summary>Lets the host of a QEMU machine shut it down cleanly, freeze its filesystems and ask for its addresses.</summary>
[Plugin("qemu_guest_agent")]
public sealed class QemuGuestAgentPlugin : Plugin
{
    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<AddQemuGuestAgent>();
}

/// <summary>Queues the agent, which starts where the machine has a channel for it.</summary>
[Task(Phase.Preparation, "Adding the QEMU guest agent")]
[Before<PackagesQueued>]
internal sealed class AddQemuGuestAgent() : QueuePackages("qemu-guest-agent");
