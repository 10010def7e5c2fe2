using System.Globalization;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>Hashes a filesystem for dm-verity.</summary>
internal static partial class VerityWriter
{
    /// <summary>Writes the tree of hashes.</summary>
    /// <param name="host">Runs veritysetup(8).</param>
    /// <param name="data">The filesystem, a file as long as its partition.</param>
    /// <param name="tree">The file that gets the tree.</param>
    /// <param name="partition">The tree's partition.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The hash of the tree's top.</returns>
    public static async Task<string> WriteAsync(IHost host, string data, string tree, PlannedPartition partition, CancellationToken ct)
    {
        var block = VerityTree.BlockSize.ToString(CultureInfo.InvariantCulture);
        var result = await host.RunAsync(
            new("veritysetup", "format", "--uuid", partition.FilesystemUuid, "--salt", partition.HashSeed.ToString("N"), "--hash", "sha256",
                "--data-block-size", block, "--hash-block-size", block, data, tree)
            {
                Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8" },
            },
            ct);
        return RootHash().Match(result.Output) is { Success: true } hash
            ? hash.Groups["hash"].Value
            : throw new BuildException($"veritysetup tells no root hash: {result.Output.Trim()}");
    }

    [GeneratedRegex(@"^Root hash:\s+(?<hash>[0-9a-f]{64})\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RootHash();
}
