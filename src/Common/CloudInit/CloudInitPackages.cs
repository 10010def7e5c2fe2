using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.CloudInit;

/// <summary>Queues cloud-init, ip(8), without which it sets up no network, and sudo for its user.</summary>
[Task(Phase.Preparation, "Adding cloud-init")]
[Before<PackagesQueued>]
public sealed class AddCloudInitPackages() : QueuePackages("cloud-init", "iproute2", "sudo");
