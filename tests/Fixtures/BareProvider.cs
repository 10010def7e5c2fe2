using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common;
using BootstrapVz.Common.Kernel;

namespace BootstrapVz.Test.Fixtures;

/// <summary>A provider whose builds are real in all but a kernel, and so take seconds.</summary>
[Provider("bare")]
public sealed class BareProvider : Provider
{
    /// <inheritdoc/>
    public override ProviderSupport Support { get; } = new()
    {
        Backings = [.. ImageFormat.All.Select(format => format.Name)],
        PartitionMaps = ["none", "msdos", "gpt"],
        Bootloaders = ["none", "grub"],
        Architectures = ["amd64", "arm64"],
        OldestRelease = "bullseye",
    };

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .AddStandardTasks(manifest)
        .AddDiskImageTasks(manifest)
        .Remove<RequireKernel>()
        .Remove<UpdateInitramfs>();
}
