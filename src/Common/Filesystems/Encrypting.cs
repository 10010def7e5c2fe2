using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Kernel;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Common.Filesystems;

/// <summary>Queues what opens encrypted partitions in the guest.</summary>
[Task(Phase.Preparation, "Adding the encryption tools")]
[After<PlanLayout>]
[Before<PackagesQueued>]
public sealed class AddEncryptionPackages(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.Add("cryptsetup");
        if (build.Find<PartitionLayout>()!.Partitions.Any(p => p.Encryption is { IsEarly: true }))
            build.Packages.Add("cryptsetup-initramfs");
        // What reads crypttab(5) when the machine starts was a part of systemd before.
        if (manifest.Release >= ReleaseTable.Get("trixie"))
            build.Packages.Add("systemd-cryptsetup");
        return Task.CompletedTask;
    }
}

/// <summary>Tells the machine how its encrypted partitions are opened, and places key files.</summary>
[Task(Phase.SystemModification, "Configuring how encrypted partitions are opened")]
[Before<InitramfsConfigured>]
public sealed class ConfigureEncryption : BuildTask
{
    private const UnixFileMode KeyMode = UnixFileMode.UserRead;
    private const UnixFileMode KeyFolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var layout = build.Find<TreeLayout>()!.Layout;
        await build.Root.WriteTextAsync("/etc/crypttab", Crypttab.Render(layout), ct: ct);
        var containers = layout.Partitions.Select(p => p.Encryption).Where(e => e?.Key is not null).ToList();
        if (containers.Count == 0)
            return;
        build.Root.CreateDirectory(Encryption.KeyFolder, KeyFolderMode);
        foreach (var container in containers)
            await build.Root.WriteTextAsync(container!.KeyFile, build.Reveal(container.Key!), KeyMode, ct);
        if (!containers.Exists(container => container!.IsEarly))
            return;
        // /usr/share/doc/cryptsetup-initramfs/README.initramfs.gz, section 12; initramfs.conf(5) for the other.
        const string HookConfiguration = "/etc/cryptsetup-initramfs/conf-hook";
        var configuration = await File.ReadAllTextAsync(build.Root.Resolve(HookConfiguration), ct);
        await build.Root.WriteTextAsync(HookConfiguration, $"{configuration}\nKEYFILE_PATTERN=\"{Encryption.KeyFolder}/*.key\"\n", ct: ct);
        await build.Root.WriteTextAsync("/etc/initramfs-tools/conf.d/umask", "# The initramfs holds a key.\nUMASK=0077\n", ct: ct);
    }
}
