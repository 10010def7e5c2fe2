using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Makes squashfs and erofs in a file of their own, which gets as long as they are.</summary>
/// <remarks>
/// Both sort names, keep times but make none later than SOURCE_DATE_EPOCH, and give the same bytes whatever the number of processors.
/// </remarks>
internal static class PackedWriter
{
    private const string Journal = "/var/log/journal"; // gets its list at every start: tmpfiles.d/systemd.conf

    private const int LongestName = 254; // mkfs.erofs 1.5 has no room for the 255th byte

    public static async Task WriteAsync(IHost host, FilesystemJob job, CancellationToken ct)
    {
        var isSquashfs = job.Partition.Filesystem == "squashfs";
        var tree = BytePath.FromText(job.Source!);
        foreach (var path in TreeState.Read(job.Source!, TreeState.Empty, ct).Changed.Keys)
        {
            var place = $"{job.Partition.MountPoint!.TrimEnd('/')}/{BytePath.Display(path)}";
            if (isSquashfs && place != Journal && HasList($"{tree}/{path}"))
                throw new BuildException($"squashfs: '{place}' has an access list, which squashfs does not keep", "use 'filesystem: erofs'");
            if (!isSquashfs && path.Length - path.LastIndexOf('/') - 1 > LongestName)
                throw new BuildException($"erofs: '{place}' has a name of more than {LongestName} bytes", "use 'filesystem: squashfs'");
        }

        Command command = isSquashfs
            ? new("mksquashfs", [job.Source!, job.ImagePath, "-noappend", "-quiet", "-no-progress", .. Squashfs(job.Partition.Compression)])
            : new("mkfs.erofs", ["--quiet", "-U", job.Partition.FilesystemUuid, .. Erofs(job.Partition.Compression), job.ImagePath, job.Source!]);
        await host.RunAsync(command with { Environment = job.Environment }, ct);
    }

    // Inodes, data, fragments and attributes as they are: mksquashfs(1).
    private static string[] Squashfs(string compression) => compression == Packing.None ? ["-noI", "-noD", "-noF", "-noX"] : ["-comp", compression];

    private static string[] Erofs(string compression) => compression == Packing.None ? [] : ["-z" + compression];

    // squashfs has the namespaces user, trusted and security only (kernel, fs/squashfs/xattr.c), and mksquashfs leaves others out with a warning.
    private static bool HasList(string path) => TreeCalls.Attributes(path).Any(attribute => attribute.Name.StartsWith("system.", StringComparison.Ordinal));
}
