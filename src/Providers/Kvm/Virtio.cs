using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Kernel;

namespace BootstrapVz.Providers.Kvm;

/// <summary>Forces virtio modules into the initramfs.</summary>
[Task(Phase.SystemModification, "Adding virtio modules to the initramfs")]
[Before<InitramfsConfigured>]
public sealed class ForceVirtioModules(KvmOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.AppendTextAsync(
            "/etc/initramfs-tools/modules", "\n" + string.Concat(options.Virtio.Select(module => module + "\n")), ct);
}
