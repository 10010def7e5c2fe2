using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using BootstrapVz.Common.Filesystems;
using BootstrapVz.Common.Kernel;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.SystemdBoot;

/// <summary>Queues systemd-boot, for unified kernels with ukify; with shim and Debian's signature where the release has one.</summary>
[Task(Phase.Preparation, "Adding systemd-boot")]
[Before<PackagesQueued>]
public sealed class AddSystemdBootPackages(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.Add("systemd-boot");
        if (manifest.System.UnifiedKernel)
        {
            build.Packages.Add("systemd-ukify");
            build.Packages.Add("systemd-boot-efi"); // has the stub, which systemd-ukify only recommends
        }

        if (manifest.Release < ReleaseTable.Get("trixie") || !manifest.Machine.HasSignedLoaders)
            return Task.CompletedTask;
        build.Packages.Add($"systemd-boot-efi-{manifest.Machine}-signed");
        build.Packages.Add("shim-signed");
        return Task.CompletedTask;
    }
}

/// <summary>Has kernels made into unified kernel images.</summary>
[Task(Phase.Preparation, "Choosing unified kernels")]
public sealed class ChooseUnifiedKernels() : BootSetting(boot => boot.UnifiedKernel = true);

/// <summary>Tells kernel-install(8) how kernels are started: what the guest's own kernel upgrades go by.</summary>
[Task(Phase.SystemModification, "Configuring how kernels are installed")]
public sealed class ConfigureKernelInstall : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var boot = build.Get<BootSettings>();
        await build.Root.WriteTextAsync("/etc/kernel/cmdline", boot.CommandLine(build.Find<TreeLayout>()!.Layout) + "\n", ct: ct);
        await build.Root.WriteTextAsync("/etc/kernel/install.conf", $"layout={(boot.UnifiedKernel ? "uki" : "bls")}\n", ct: ct);
        // Entries are named after the machine id as a rule, which every machine made from the image has another of.
        await build.Root.WriteTextAsync("/etc/kernel/entry-token", "debian\n", ct: ct);
    }
}

/// <summary>Puts systemd-boot on the EFI system partition.</summary>
[Task(Phase.SystemModification, "Installing systemd-boot")]
[After<CreateMountPoints>]
public sealed class InstallSystemdBoot : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        new SystemdBootInstaller(build.Root, build.Find<TreeLayout>()!.Layout).InstallAsync(build.Get<BootSettings>(), ct);
}

/// <summary>Has the image's own kernel-install put every kernel on the EFI system partition.</summary>
[Task(Phase.SystemModification, "Copying kernels to the EFI system partition")]
[KeepsTree("boot entries")]
[After<InstallSystemdBoot>]
[After<ConfigureKernelInstall>]
[After<UpdateInitramfs>]
[After<WriteFstab>]
public sealed class RegisterKernels : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(build.Paths.Scratch, "kernels")).FullName;
        return new KernelInstaller(build.Host, build.Root, build.Chroot).AddAllAsync(scratch, ct);
    }
}
