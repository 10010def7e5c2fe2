using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>Makes XFS filesystems with their content.</summary>
internal static class XfsWriter
{
    // Chosen here and not by the host's mkfs.xfs: what newer ones turn on, older kernels and GRUB cannot read.
    private static readonly string[] Features =
        ["-m", "crc=1,finobt=1,rmapbt=0,reflink=1,bigtime=1,inobtcount=1", "-i", "size=512,nrext64=0", "-b", "size=4096", "-s", "size=512"];

    public static async Task WriteAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        var partition = job.Partition;
        await OwnFileWriter.WriteAsync(
            host, job, ["mkfs.xfs", "-q", "-f", .. Features, .. await NewerAsync(host, ct), "-m", "uuid=" + partition.FilesystemUuid, "-L", partition.Label, OwnFileWriter.File], ct);
        Fill(job, ct);
    }

    /// <summary>Copies the content into a filesystem that is in its place.</summary>
    public static void Fill(FilesystemJob job, CancellationToken ct) =>
        XfsFiller.Fill(job.Image, job.Partition.Start.Count, job.Source!, job.SwapFile, job.Epoch, ct);

    /// <summary>A file that cannot be kept.</summary>
    public static BuildException Cannot(SourceFile file, string why) =>
        new($"xfs: '{BytePath.Display(file.Name)}' {why}", "use 'filesystem: ext4'");

    // Features that have to be turned off, of a mkfs.xfs that knows them.
    private static async Task<string[]> NewerAsync(IHost host, CancellationToken ct)
    {
        var words = (await host.RunAsync(new("mkfs.xfs", "-V") { LogOutput = false }, ct)).Output.Split();
        var version = words.Select(word => Version.TryParse(word, out var parsed) ? parsed : null).OfType<Version>().FirstOrDefault();
        return version >= new Version(6, 10) ? ["-n", "parent=0"] : [];
    }
}
