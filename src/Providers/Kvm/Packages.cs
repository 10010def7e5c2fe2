using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Providers.Kvm;

/// <summary>Queues the kernel and an init system.</summary>
[Task(Phase.Preparation, "Adding the kernel and init packages")]
[Before<PackagesQueued>]
public sealed class AddDefaultPackages(KvmOptions options, SystemOptions system) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.Add(Kernel());
        foreach (var package in (string[])["systemd-sysv", "udev", "dbus"])
            build.Packages.Add(package);
        return Task.CompletedTask;
    }

    private string Kernel() => (options.Kernel, system.Architecture) switch
    {
        ("cloud", var architecture) => "linux-image-cloud-" + architecture,
        (_, "i386") => "linux-image-686-pae",
        (_, var architecture) => "linux-image-" + architecture,
    };
}
