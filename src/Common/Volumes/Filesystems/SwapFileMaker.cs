using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Makes what a swap file holds; that it has no holes is up to the filesystem's writer: swapon(8).</summary>
internal static class SwapFileMaker
{
    public static async Task<string> MakeAsync(IHost host, SwapFile swap, string scratch, long time, CancellationToken ct)
    {
        var path = Path.Combine(scratch, "swapfile");
        await using (var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.SetLength(swap.Size.Count);
        }

        await host.RunAsync(new("mkswap", "--uuid", swap.Uuid, path), ct);
        File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeSeconds(time).UtcDateTime);
        return path;
    }

    /// <summary>What debugfs(8) is told to make it in an ext filesystem.</summary>
    public static IEnumerable<string> Requests(string swapFile)
    {
        var name = SwapFile.Path.TrimStart('/');
        var last = new FileInfo(swapFile).Length / ExtGeometry.BlockSize - 1;
        yield return $"write \"{swapFile}\" {name}";
        yield return string.Create(CultureInfo.InvariantCulture, $"fallocate {name} 0 {last}");
        yield return $"set_inode_field {name} mode 0100600";
    }
}
