using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Ssh;

/// <summary>Queues the SSH server.</summary>
[Task(Phase.Preparation, "Adding the SSH server")]
[Before<PackagesQueued>]
public sealed class AddOpenSshPackage() : QueuePackages("openssh-server");

/// <summary>Has the image make its SSH host keys on its first boot, and print their fingerprints to the console.</summary>
[Task(Phase.SystemModification, "Having SSH host keys made on the first boot")]
[Touches("/etc/systemd", "/usr/local/sbin")]
public sealed class AddHostKeyGeneration : BuildTask
{
    private const string Script = "/usr/local/sbin/ssh-generate-hostkeys";
    private const string Service = "/etc/systemd/system/ssh-generate-hostkeys.service";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        await build.Root.InstallAssetAsync<AddHostKeyGeneration>(Script, RootFs.ProgramMode, ct);
        await build.Root.InstallAssetAsync<AddHostKeyGeneration>(Service, RootFs.DefaultMode, ct);
        await build.Chroot.RunAsync(new Command("systemctl", "enable", "ssh-generate-hostkeys.service"), ct);
    }
}

/// <summary>Leaves the SSH host keys to cloud-init on machines on which it runs; its generator says in the early boot whether it does.</summary>
[Task(Phase.SystemModification, "Leaving SSH host keys to cloud-init")]
[Touches("/etc/systemd")]
public sealed class LeaveHostKeysToCloudInit : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Root.InstallAssetAsync<LeaveHostKeysToCloudInit>(
        "/etc/systemd/system/ssh-generate-hostkeys.service.d/cloud-init.conf", RootFs.DefaultMode, ct);
}

/// <summary>Keeps the SSH server's package from making host keys, which takes half a second and would only be removed again.</summary>
/// <remarks>Its postinst makes none where there is a file of that name.</remarks>
[Task(Phase.PackageInstallation, "Keeping SSH host keys from being made")]
[After<AptConfigured>]
[Before<InstallPackages>]
public sealed class HoldHostKeys : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var type in (string[])["rsa", "ecdsa", "ed25519"])
            await build.Root.WriteTextAsync($"/etc/ssh/ssh_host_{type}_key", "", ct: ct);
    }
}

/// <summary>Removes the SSH host keys of the build, or what stands in their place: every machine has its own.</summary>
[Task(Phase.SystemCleaning, "Removing the SSH host keys of the build")]
public sealed class RemoveHostKeys : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var key in build.Root.List("/etc/ssh", "ssh_host_*_key").Concat(build.Root.List("/etc/ssh", "ssh_host_*_key.pub")))
            build.Root.DeleteFile(key);
        return Task.CompletedTask;
    }
}
