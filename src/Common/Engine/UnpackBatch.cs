using System.Collections.Concurrent;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Packages that are unpacked together, on all processors, and then noted in dpkg's database. The tree changes by nobody else meanwhile.</summary>
internal sealed class UnpackBatch(RootFs root, InstalledState installed, PathFilters filters, IBuildLog log, int total) : IDisposable
{
    private readonly TreeWriter _tree = new(root.HostPath, installed, log);
    private readonly ConcurrentBag<UnpackedPackage> _unpacked = [];
    private int _done;

    /// <summary>How many packages came before these, for the progress shown.</summary>
    public int Done
    {
        init => _done = value;
    }

    /// <summary>What may have been decompressed already.</summary>
    public ReadAhead? Ahead { private get; init; }

    /// <summary>Unpacks packages as they come.</summary>
    /// <param name="packages">The packages with their files.</param>
    /// <param name="now">Whether one is unpacked; asked once for each.</param>
    /// <param name="ct">Stops the work.</param>
    public Task RunAsync(
        IAsyncEnumerable<(ResolvedPackage Package, string File)> packages, Func<ResolvedPackage, string, bool> now, CancellationToken ct) => Parallel.ForEachAsync(
        packages,
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
        async (ready, token) =>
        {
            if (!now(ready.Package, ready.File))
                return;
            await using var data = Ahead is null ? null : await Ahead.OpenAsync(ready.Package);
            _unpacked.Add(PackageUnpacker.Unpack(ready.Package, ready.File, data, _tree, installed, filters, token));
            log.Progress("unpack", Interlocked.Increment(ref _done), total, "packages");
        });

    /// <summary>Gives files and directories their last attributes.</summary>
    /// <returns>What was unpacked, sorted by name.</returns>
    public IReadOnlyList<UnpackedPackage> Finish()
    {
        _tree.Finish(new OwnerNames(root));
        return [.. _unpacked.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Architecture, StringComparer.Ordinal)];
    }

    /// <summary>The same, and adds them to the database that is there.</summary>
    public IReadOnlyList<UnpackedPackage> Commit()
    {
        var unpacked = Finish();
        DpkgDatabase.Add(root, unpacked, _tree.Taken);
        return unpacked;
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();
}
