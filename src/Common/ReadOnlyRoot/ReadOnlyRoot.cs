using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using BootstrapVz.Common.Filesystems;
using BootstrapVz.Common.Grub;
using BootstrapVz.Common.Kernel;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.ReadOnlyRoot;

/// <summary>Queues what opens a verified root filesystem: veritysetup(8), and udev's rules for it, which the initramfs gets too.</summary>
[Task(Phase.Preparation, "Adding dm-verity's tools")]
[Before<PackagesQueued>]
public sealed class AddVerityPackages() : QueuePackages("cryptsetup-bin", "dmsetup");

/// <summary>Tells the initramfs by kernel arguments what lies over the root filesystem, and by which hash it is verified.</summary>
[Task(Phase.Preparation, "Setting the kernel's arguments for the read-only root")]
[After<PlanLayout>]
public sealed class SetRootArguments : BuildTask
{
    // There is no shell for whoever sees a verified start fail; kernel-parameters.txt, initramfs-tools(7).
    private const string NoShell = "panic=10";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Get<BootSettings>().AppendKernelArguments([.. Arguments(build.Find<PartitionLayout>()!)]);
        return Task.CompletedTask;
    }

    internal static IEnumerable<string> Arguments(PartitionLayout layout)
    {
        yield return "rootfstype=" + layout.Root.Filesystem;
        if (layout.Overlays.Count > 0)
            yield return "root.writable=" + string.Join(',', layout.Overlays);
        if (layout.Find(PartitionRole.Changes) is { } changes)
            yield return "root.changes=" + changes.Source;
        if (!layout.Root.HasVerity)
            yield break;
        yield return VerityTree.UnknownArgument;
        yield return NoShell;
    }
}

/// <summary>Installs the scripts of the initramfs that verify the root filesystem and lay overlays over it.</summary>
/// <remarks>initramfs-tools(7). Debian's own scripts do neither; systemd's do in an initramfs with systemd in it.</remarks>
[Task(Phase.SystemModification, "Having the initramfs mount the read-only root")]
[Touches("/etc/initramfs-tools")]
[Before<InitramfsConfigured>]
public sealed class InstallRootScripts : BuildTask
{
    /// <summary>Where the scripts mount the partition with the changes.</summary>
    public const string ChangesFolder = "/run/root/changes";

    private const string Folder = "/etc/initramfs-tools";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var script in (string[])["hooks/read-only-root", "scripts/local-top/root-verity", "scripts/local-bottom/root-overlay"])
            await build.Root.InstallAssetAsync<InstallRootScripts>($"{Folder}/{script}", RootFs.ProgramMode, ct);
        // The programs that check the filesystem with the changes; initramfs.conf(5).
        if (build.Find<AnonymousFstab>()!.Changes is { } changes)
            await build.Root.WriteTextAsync(Folder + "/conf.d/read-only-root", $"FSTYPE={changes}\n", ct: ct);
    }
}

/// <summary>Keeps systemd from writing a random seed to an EFI system partition that is mounted read-only, which would fail at each start.</summary>
[Task(Phase.SystemModification, "Having no random seed on the EFI system partition")]
[Touches("/etc/systemd")]
public sealed class MaskRandomSeed : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct) =>
        await build.Chroot.RunAsync(new Command("systemctl", "mask", "systemd-boot-random-seed.service"), ct);
}

/// <summary>Lets GRUB's tools in the guest see through the overlay over the root filesystem, for update-grub.</summary>
[Task(Phase.SystemModification, "Letting GRUB see the root filesystem below its overlay")]
[Before<WriteGrubMenu>]
public sealed class ShowRootToGrub : BuildTask
{
    private const string Probe = "/usr/sbin/grub-probe";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        await build.Chroot.RunAsync(new Command("dpkg-divert", "--local", "--rename", "--divert", Probe + ".distrib", "--add", Probe), ct);
        await build.Root.InstallAssetAsync<ShowRootToGrub>(Probe, RootFs.ProgramMode, ct);
    }
}
