using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;
using BootstrapVz.Common.Volumes.Filesystems.Xfs;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Makes a filesystem with the manifest's own command, completed by what fills it and gives it the planned identifier.</summary>
internal static class FormatCommandWriter
{
    public static async Task WriteAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        var partition = job.Partition;
        var size = string.Create(CultureInfo.InvariantCulture, $"{partition.Length.Count / PartitionLayout.SectorSize}s");
        var words = partition.FormatCommand.Select(word => word.Replace("{fs}", partition.Filesystem).Replace("{size}", size)).ToList();
        if (job.SwapFile is not null && !partition.IsExt && partition.Filesystem != "xfs")
            throw new BuildException($"partition '{partition.Key}': '{partition.Filesystem}' cannot hold a swap file", "remove 'swap_file'");
        if (partition.Filesystem == "btrfs")
            RefuseDevices(job, ct);
        var seed = "hash_seed=" + partition.HashSeed;
        if (partition.IsExt && words.LastIndexOf("-E") is var place and > 0 && place + 1 < words.Count)
            words[place + 1] += "," + seed; // of two -E mke2fs(8) takes the last
        var program = Path.GetFileName(words[0]);
        IReadOnlyList<string> completion = program switch
        {
            "mke2fs" or "mkfs.ext2" or "mkfs.ext3" or "mkfs.ext4" => ["-F", "-U", partition.FilesystemUuid, "-E", seed, "-d", job.Source!],
            "mkfs.btrfs" => ["--uuid", partition.FilesystemUuid, "--rootdir", job.Source!],
            "mkfs.vfat" or "mkfs.fat" or "mkdosfs" => ["--invariant", "-i", partition.FilesystemUuid.Replace("-", "")],
            "mkfs.xfs" => ["-m", "uuid=" + partition.FilesystemUuid],
            "mkswap" => ["--uuid", partition.FilesystemUuid],
            _ => throw new BuildException($"partition '{partition.Key}': it is not known how '{program}' is told the filesystem's UUID",
                "use mkfs.ext4, mkfs.btrfs, mkfs.vfat, mkfs.xfs or mkswap"),
        };
        await OwnFileWriter.WriteAsync(host, job, [words[0], .. completion, .. words.Skip(1)], ct);
        if (program is "mkfs.vfat" or "mkfs.fat" or "mkdosfs")
            await VfatWriter.FillAsync(host, job, ct);
        if (program == "mkfs.xfs")
            XfsWriter.Fill(job, ct);
        if (partition.IsExt)
        {
            await ExtWriter.SetRootAsync(host, job, ct);
            ExtTimes.Clamp(job.Image, partition.Start.Count, job.Epoch);
        }
    }

    // mkfs.btrfs 6.2 writes numbers of devices in glibc's form, and the kernel reads them in its own. What is in /dev nobody sees: the
    // kernel's own is mounted over it.
    private static void RefuseDevices(FilesystemJob job, CancellationToken ct)
    {
        foreach (var file in SourceTree.Read(job.Source!, ct))
        {
            var name = job.Partition.MountPoint!.TrimEnd('/') + BytePath.Display(file.Name);
            if (file.Kind is NodeKind.BlockDevice or NodeKind.CharacterDevice && !name.StartsWith("/dev/", StringComparison.Ordinal))
                throw new BuildException($"btrfs: '{name}' is a device, whose number mkfs.btrfs cannot keep", "remove 'format_command'");
        }
    }
}
