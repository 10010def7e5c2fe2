using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Boot;
using BootstrapVz.Common.Filesystems;
using BootstrapVz.Common.Kernel;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Extlinux;

/// <summary>Queues extlinux.</summary>
[Task(Phase.Preparation, "Adding extlinux")]
[Before<PackagesQueued>]
public sealed class AddExtlinuxPackage() : QueuePackages("extlinux");

/// <summary>Writes /etc/default/extlinux: how kernels are started, which the guest's own kernel upgrades go by.</summary>
[Task(Phase.SystemModification, "Writing extlinux's configuration")]
public sealed class ConfigureExtlinux : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var boot = build.Get<BootSettings>();
        var text = $"""
            # Read by update-extlinux, which writes /boot/extlinux/extlinux.conf.

            # Kernel arguments of every entry.
            EXTLINUX_PARAMETERS={ShellText.Quote(boot.CommandLine(build.Find<TreeLayout>()!.Layout))}
            # How long the prompt waits, in tenths of a second; 0 starts the newest kernel at once.
            EXTLINUX_TIMEOUT={(int)(boot.Timeout.TotalSeconds * 10)}

            """;
        return build.Root.WriteTextAsync("/etc/default/extlinux", text, ct: ct);
    }
}

/// <summary>Puts extlinux into /boot/extlinux; where it lies there is found out when the filesystem is written.</summary>
[Task(Phase.SystemModification, "Installing extlinux")]
[After<CreateMountPoints>]
public sealed class InstallExtlinux : BuildTask
{
    private const string Folder = "/boot/extlinux";
    private const string Update = "/usr/local/sbin/update-extlinux";
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var program = ExtlinuxProgram.Read(build.Root);
        foreach (var (name, content) in ((string, byte[])[])[("ldlinux.sys", ExtlinuxLoader.Unplaced(program)), ("ldlinux.c32", program.Library)])
        {
            await using var bytes = new MemoryStream(content);
            await build.Root.WriteAsync($"{Folder}/{name}", bytes, ReadOnly, ct);
        }

        await build.Root.InstallAssetAsync<InstallExtlinux>(Update, RootFs.ProgramMode, ct);
        foreach (var hooks in (string[])["postinst.d", "postrm.d"])
            build.Root.CreateLink($"/etc/kernel/{hooks}/zz-update-extlinux", Update);
    }
}

/// <summary>Writes the boot menu, as the guest will after each change of its kernels.</summary>
[Task(Phase.SystemModification, "Writing extlinux's menu")]
[KeepsTree("boot menu")]
[After<InstallExtlinux>]
[After<ConfigureExtlinux>]
[After<UpdateInitramfs>]
[After<WriteFstab>]
public sealed class WriteExtlinuxMenu : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Chroot.RunAsync(new("update-extlinux"), ct);
}
