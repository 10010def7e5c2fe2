using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Makes ext2, ext3 and ext4 with their content at their place in the volume's file.</summary>
internal static class ExtWriter
{
    // Not the host's mke2fs.conf(5): what newer releases of it turn on, older kernels, GRUB and e2fsck cannot read.
    private const string Configuration = """
        [defaults]
            base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr
            default_mntopts = acl,user_xattr
            enable_periodic_fsck = 0
            inode_size = 256
            inode_ratio = 16384
        [fs_types]
            floppy = {
                inode_ratio = 16384
            }
            small = {
                inode_ratio = 16384
            }
            big = {
                inode_ratio = 16384
            }
            huge = {
                inode_ratio = 16384
            }
            ext3 = {
                features = has_journal
            }
            ext4 = {
                features = has_journal,extent,huge_file,flex_bg,metadata_csum,64bit,dir_nlink,extra_isize
            }

        """;

    public static async Task WriteAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        var configuration = Path.Combine(job.Scratch, "mke2fs.conf");
        await File.WriteAllTextAsync(configuration, Configuration, ct);
        var partition = job.Partition;
        // The place in the file is a hole, so tables that are all zero need not be written; and need not be when the image first runs.
        var extended = string.Create(CultureInfo.InvariantCulture,
            $"offset={partition.Start.Count},hash_seed={partition.HashSeed},lazy_itable_init=1,lazy_journal_init=1,nodiscard");
        await host.RunAsync(
            new("mke2fs", "-F", "-q", "-t", partition.Filesystem!, "-b", Number(ExtGeometry.BlockSize), "-U", partition.FilesystemUuid, "-L", partition.Label,
                "-N", Number(ExtGeometry.Inodes(partition.Length, job.Content)),
                "-E", extended, "-d", job.Source!, job.ImagePath,
                Number(partition.Length.Count / ExtGeometry.BlockSize))
            {
                Environment = new Dictionary<string, string?>(job.Environment) { ["MKE2FS_CONFIG"] = configuration },
            },
            ct);
        await SetRootAsync(host, job, ct);
        ExtTimes.Clamp(job.Image, partition.Start.Count, job.Epoch);
    }

    // mke2fs -d fills the root directory but gives it the owner, mode and time of a fresh one.
    public static async Task SetRootAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        var status = Libc.Status(job.Source!);
        var time = new DateTimeOffset(Directory.GetLastWriteTimeUtc(job.Source!)).ToUnixTimeSeconds();
        string[] requests =
        [
            $"set_inode_field / mode 0{Convert.ToString(status.Mode, 8)}",
            $"set_inode_field / uid {Number(status.User)}",
            $"set_inode_field / gid {Number(status.Group)}",
            $"set_inode_field / mtime @{Number(time)}",
        ];
        if (job.SwapFile is { } swapFile)
            requests = [.. SwapFileMaker.Requests(swapFile), .. requests];
        await ExtEditor.RunAsync(host, job, requests, ct);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
