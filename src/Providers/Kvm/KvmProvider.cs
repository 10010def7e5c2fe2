using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Providers.Kvm;

/// <summary>Builds images for QEMU and KVM.</summary>
[Provider("kvm")]
public sealed class KvmProvider(KvmOptions options) : Provider
{
    /// <inheritdoc/>
    public override ProviderSupport Support { get; } = new()
    {
        Architectures = ["amd64", "i386", "arm64", "riscv64"],
        Backings = ["raw", "qcow2", "vmdk", "vmdk-stream", "vdi", "vhd", "vhd-dynamic", "vhdx", "tar", "folder", "directory", "lvm", "block"],
        PartitionMaps = ["none", "msdos", "gpt"],
        Bootloaders = ["grub", "systemd-boot", "extlinux", "none"],
        OldestRelease = "bullseye",
    };

    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Kernel == "cloud" && !manifest.Machine.HasCloudKernel)
            check.Error(["provider", "kernel"], ErrorCodes.Conflict, $"there is no cloud kernel for '{manifest.Machine}'", "set kernel to generic");
        if (manifest.Machine == ArchitectureTable.I386 && manifest.Release >= ReleaseTable.Get("trixie"))
        {
            check.Error(["system", "architecture"], ErrorCodes.Conflict, $"release '{manifest.System.Release}' has no kernel for 'i386'",
                "set architecture to amd64 and userspace_architecture to i386, or use bookworm");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        tasks
            .AddStandardTasks(manifest)
            .AddDiskImageTasks(manifest)
            .Add<AddDefaultPackages>()
            .Add<AddOpenSshPackage>()
            .Add<AddHostKeyGeneration>()
            .Add<HoldHostKeys>()
            .Add<RemoveHostKeys>()
            .AddIf<ForceVirtioModules>(options.Virtio.Count > 0);
        if (options.Console == "virtual")
        {
            tasks
                .AddIf<SetConsoleToVirtual>(manifest.System.Bootloader != "none")
                .AddIf<KeepBootMessages>(manifest.Release >= ReleaseTable.Get("jessie"));
        }
    }
}
