using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using BootstrapVz.Common.Filesystems;
using BootstrapVz.Common.Kernel;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Grub;

/// <summary>Queues GRUB for the firmware the image is to start under.</summary>
[Task(Phase.Preparation, "Adding GRUB")]
[After<PlanLayout>]
[Before<PackagesQueued>]
public sealed class AddGrubPackages : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var layout = build.Find<PartitionLayout>()!;
        foreach (var package in GrubPackages.For(layout.Architecture, layout.Firmware))
            build.Packages.Add(package);
        foreach (var answer in GrubPackages.Answers(layout.Architecture, layout.Firmware))
            build.Get<DebconfSelections>().Lines.Add(answer.ToString());
        return Task.CompletedTask;
    }
}

/// <summary>A change of the table that becomes /etc/default/grub.</summary>
public abstract class GrubSetting(Action<GrubConfig> change) : BuildTask
{
    /// <inheritdoc/>
    public sealed override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        change(build.Get<GrubConfig>());
        return Task.CompletedTask;
    }
}

/// <summary>Shows GRUB's menu on the firmware's console.</summary>
[Task(Phase.Preparation, "Setting GRUB's terminal to the console")]
public sealed class SetGrubTerminalToConsole() : GrubSetting(grub => grub["GRUB_TERMINAL"] = "console");

/// <summary>Writes /etc/default/grub.</summary>
[Task(Phase.SystemModification, "Writing GRUB's configuration")]
public sealed class WriteGrubConfig : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync("/etc/default/grub", build.Get<GrubConfig>().Render(build.Get<BootSettings>()), ct: ct);
}

/// <summary>Puts GRUB's modules and core images into the tree, as grub-install does on a running machine.</summary>
[Task(Phase.SystemModification, "Installing GRUB")]
[After<CreateMountPoints>]
[After<WriteGrubConfig>]
public sealed class InstallGrub : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        new GrubInstaller(build.Root, build.Chroot, build.Find<TreeLayout>()!.Layout).InstallAsync(ct);
}

/// <summary>Has the image's own update-grub write the boot menu.</summary>
[Task(Phase.SystemModification, "Writing GRUB's menu")]
[KeepsTree("boot menu")]
[After<InstallGrub>]
[After<UpdateInitramfs>]
[After<WriteFstab>]
public sealed class WriteGrubMenu : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(build.Paths.Scratch, "grub")).FullName;
        await new GrubMenu(build.Host, build.Root, build.Chroot, build.Find<TreeLayout>()!.Layout).WriteAsync(scratch, ct);
    }
}
