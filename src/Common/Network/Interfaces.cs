using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Network;

/// <summary>The image's network is configured.</summary>
[Task(Phase.SystemModification, "Finishing the network configuration")]
public sealed class NetworkConfigured : Milestone;

/// <summary>Queues what brings the network up: systemd-networkd is part of systemd, its resolver a package of its own from bookworm on.</summary>
[Task(Phase.Preparation, "Adding the network packages")]
[Before<PackagesQueued>]
public sealed class AddNetworkPackages(Release release) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (release >= ReleaseTable.Get("bookworm"))
            build.Packages.Add("systemd-resolved");
        return Task.CompletedTask;
    }
}

/// <summary>Has every wired interface ask DHCP, whatever name the kernel and udev give it.</summary>
[Task(Phase.SystemModification, "Configuring the network interfaces")]
[Touches("/etc/systemd")]
[Before<NetworkConfigured>]
public sealed class ConfigureInterfaces : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        await build.Root.InstallAssetAsync<ConfigureInterfaces>("/etc/systemd/network/80-dhcp.network", RootFs.DefaultMode, ct);
        await build.Chroot.RunAsync(new Command("systemctl", "enable", "systemd-networkd.service", "systemd-resolved.service"), ct);
    }
}

/// <summary>Lets commands inside the root find hosts by name while packages are installed.</summary>
[Task(Phase.PackageInstallation, "Copying the host's resolver configuration")]
[Before<Packages.InstallPackages>]
public sealed class CopyResolverConfiguration : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var host = build.HostFile("/etc/resolv.conf");
        if (File.Exists(host) && !build.Root.Exists("/etc/resolv.conf"))
            await build.Root.WriteTextAsync("/etc/resolv.conf", await File.ReadAllTextAsync(host, ct), ct: ct);
    }
}

/// <summary>Removes the build host's resolver configuration; an image with systemd-resolved gets its link.</summary>
[Task(Phase.SystemCleaning, "Removing the host's resolver configuration")]
public sealed class RemoveResolverConfiguration : BuildTask
{
    private const string File = "/etc/resolv.conf";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Root.DeleteFile(File);

        // As the package's own postinst does on a running system; systemd-resolved.service(8).
        if (build.Root.FileExists("/usr/lib/systemd/systemd-resolved"))
            build.Root.CreateLink(File, "../run/systemd/resolve/stub-resolv.conf");
        return Task.CompletedTask;
    }
}
