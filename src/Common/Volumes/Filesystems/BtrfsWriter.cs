using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Makes btrfs filesystems with their content.</summary>
internal static class BtrfsWriter
{
    public static async Task WriteAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        RefuseDevices(job, ct);
        await OwnFileWriter.WriteAsync(host, job,
            ["mkfs.btrfs", "--quiet", "--uuid", job.Partition.FilesystemUuid, "--label", job.Partition.Label, "--rootdir", job.Source!, OwnFileWriter.File], ct);
    }

    // mkfs.btrfs 6.2 writes numbers of devices in glibc's form, and the kernel reads them in its own. What is in /dev nobody sees: the
    // kernel's own is mounted over it.
    private static void RefuseDevices(FilesystemJob job, CancellationToken ct)
    {
        var mountPoint = job.Partition.MountPoint!.TrimEnd('/');
        foreach (var (path, status) in TreeState.Read(job.Source!, TreeState.Empty, ct).Changed)
        {
            var name = $"{mountPoint}/{BytePath.Display(path)}";
            if (status.Kind is NodeKind.BlockDevice or NodeKind.CharacterDevice && !name.StartsWith("/dev/", StringComparison.Ordinal))
                throw new BuildException($"btrfs: '{name}' is a device, whose number cannot be kept", "use 'filesystem: ext4'");
        }
    }
}
