using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;
using BootstrapVz.Common.ReadOnlyRoot;

namespace BootstrapVz.Common.Filesystems;

/// <summary>Queues what changes a partition's size.</summary>
[Task(Phase.Preparation, "Adding the partitioning tools")]
[Before<PackagesQueued>]
public sealed class AddGrowingPackages() : QueuePackages("fdisk"); // sfdisk(8)

/// <summary>Has the machine grow the last partition and its filesystem, whenever it starts and its disk has become larger.</summary>
[Task(Phase.SystemModification, "Having the last partition grow with its disk")]
[Touches("/etc/systemd", "/usr/local/sbin")]
public sealed class GrowPartition : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => GrowingService.EnableAsync(
        build, build.Find<TreeLayout>()!.Layout.Partitions.Single(p => p.Grows).MountPoint ?? InstallRootScripts.ChangesFolder, ct);
}

/// <summary>What grows a partition and its filesystem early in every start.</summary>
/// <remarks>sfdisk(8) and partx(8) change a partition that is in use, in every kind of table; systemd-repart(8) knows GPT only.</remarks>
public static class GrowingService
{
    private const string Script = "/usr/local/sbin/grow-filesystem";
    private const string Service = "/etc/systemd/system/grow-filesystem@.service";

    /// <summary>Installs and enables it; its tools come with <see cref="AddGrowingPackages"/>.</summary>
    /// <param name="build">The build.</param>
    /// <param name="mountPoint">Where the filesystem is mounted that lies on the partition.</param>
    /// <param name="ct">Stops the work.</param>
    public static async Task EnableAsync(BuildContext build, string mountPoint, CancellationToken ct)
    {
        await build.Root.InstallAssetAsync<GrowPartition>(Script, RootFs.ProgramMode, ct);
        await build.Root.InstallAssetAsync<GrowPartition>(Service, RootFs.DefaultMode, ct);
        var unit = await build.Chroot.RunAsync(new Command("systemd-escape", "--path", "--template=" + Path.GetFileName(Service), mountPoint), ct);
        await build.Chroot.RunAsync(new Command("systemctl", "enable", unit.Lines[0]), ct);
    }
}
