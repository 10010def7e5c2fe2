using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.SecureBoot;

namespace BootstrapVz.Common.ReadOnlyRoot;

/// <summary>
/// Completes what starts the kernel once the root hash is known: it takes the place that was kept for it in boot entries, menus and unified
/// kernels, whose lengths do not change, and then what firmware starts is signed.
/// </summary>
internal sealed class BootFiles
{
    private bool _isNamed;

    /// <summary>The files with the key that signs and its certificate; null for no signatures.</summary>
    public (string Key, string Certificate)? Signing { get; init; }

    /// <summary>Completes the files of one partition.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="folder">A copy of its files.</param>
    /// <param name="rootHash">The root hash.</param>
    /// <param name="ct">Stops it.</param>
    public async Task CompleteAsync(PlannedPartition partition, string folder, string rootHash, CancellationToken ct)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).LinkTarget is null))
        {
            var content = await File.ReadAllBytesAsync(path, ct);
            if (Replace(content, Encoding.ASCII.GetBytes(VerityTree.UnknownArgument), Encoding.ASCII.GetBytes(VerityTree.Argument(rootHash))))
            {
                await File.WriteAllBytesAsync(path, content, ct);
                _isNamed = true;
            }
        }

        if (Signing is not { } signing || partition.Role != PartitionRole.Esp)
            return;
        using var key = SigningKey.Read(signing.Key, signing.Certificate);
        await LoaderSigner.SignAsync(key, folder, ct);
    }

    /// <summary>Makes sure that the machine will know the hash.</summary>
    /// <exception cref="BuildException">No file had a place for it.</exception>
    public void RequireHash()
    {
        if (!_isNamed)
            throw new BuildException("no boot entry has a place for the root hash", "the kernel arguments need " + VerityTree.UnknownArgument);
    }

    private static bool Replace(Span<byte> content, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        var found = false;
        for (int at; (at = content.IndexOf(old)) >= 0; content = content[(at + old.Length)..])
        {
            replacement.CopyTo(content[at..]);
            found = true;
        }

        return found;
    }
}
