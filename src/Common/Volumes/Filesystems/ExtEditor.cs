using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Changes what mke2fs has made.</summary>
internal static class ExtEditor
{
    /// <summary>Has debugfs(8) do what it is told.</summary>
    /// <exception cref="BuildException">One of the requests failed.</exception>
    public static async Task RunAsync(IHost host, FilesystemJob job, IEnumerable<string> requests, CancellationToken ct)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{job.ImagePath}?offset={job.Partition.Start.Count}");
        var result = await host.RunAsync(
            new("debugfs", "-w", "-f", "-", place) { Input = string.Join('\n', requests) + "\n", Environment = job.Environment }, ct);
        // It ends with 0 whatever happens; what went wrong stands on its standard error, below its name and version.
        if (result.Error.TrimEnd().Split('\n').Length > 1)
            throw new BuildException($"the filesystem of '{job.Partition.Key}' cannot be finished: {result.Error.Trim()}");
    }
}
