using System.Collections.Concurrent;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Adds new packages to a configured tree the way the minimal system was made: unpacked in parallel, configured by one run of dpkg.
/// Only for packages that replace none that is there; <see cref="PackageInstaller"/> leaves everything else to apt and dpkg.
/// </summary>
internal sealed class NativeInstaller(ScriptDate date, IBuildLog log, PackageFetcher fetcher, ReadAhead ahead)
{
    /// <summary>Whether these packages can be added this way.</summary>
    public static bool Can(InstalledState installed, IReadOnlyList<ResolvedPackage> packages)
    {
        var there = installed.Packages.Select(package => package["Package"]).ToHashSet();
        return !installed.HasOverrides && packages.Count > 0 && !packages.Any(package => there.Contains(package.Name));
    }

    /// <summary>Fetches and unpacks the packages and adds them to dpkg's database.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="installed">What is there.</param>
    /// <param name="packages">Packages to fetch.</param>
    /// <param name="local">Packages that are files on the host.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>What was unpacked.</returns>
    public async Task<IReadOnlyList<UnpackedPackage>> UnpackAsync(
        RootFs root, InstalledState installed, IReadOnlyList<ResolvedPackage> packages, IReadOnlyDictionary<ResolvedPackage, string> local, CancellationToken ct)
    {
        var total = packages.Count + local.Count;
        var filters = PathFilters.Of(root);
        using var batch = new UnpackBatch(root, installed, filters, log, total) { Ahead = ahead };
        var held = new ConcurrentBag<(ResolvedPackage Package, string File, UnpackedPackage Read)>();
        await batch.RunAsync(
            local.Select(p => (p.Key, p.Value)).ToAsyncEnumerable().Concat(fetcher.FetchAsync([.. packages.OrderByDescending(p => p.Size)], ct)),
            (package, file) =>
            {
                // A package with a script for the time before comes after all others: the script finds there what it may use.
                var read = PackageUnpacker.Read(package, file);
                if (read.Member("preinst") is null)
                    return true;
                held.Add((package, file, read));
                ahead.Begin([(package, file)]);
                return false;
            },
            ct);
        List<UnpackedPackage> unpacked = [.. batch.Commit()];
        date.Advance(packages, fetcher);
        for (var waiting = held.OrderBy(h => h.Package.Name, StringComparer.Ordinal).ToList(); waiting.Count > 0;)
        {
            var level = NextLevel(waiting);
            await new PreinstScripts(root, date.Chroot).RunAsync(level.Select(h => h.Read), ct);
            // Scripts may have made links, diversions and users: look again.
            using var next = new UnpackBatch(root, new(root), filters, log, total) { Done = unpacked.Count, Ahead = ahead };
            await next.RunAsync(level.Select(h => (h.Package, h.File)).ToAsyncEnumerable(), (_, _) => true, ct);
            unpacked.AddRange(next.Commit());
        }

        filters.Tell(log);
        return unpacked;
    }

    /// <summary>Runs everything that is left to run, without a kernel's initramfs.</summary>
    public async Task ConfigureAsync(CancellationToken ct)
    {
        var command = new Command("dpkg", "--force-unsafe-io", "--force-confdef", "--force-confold", "--configure", "--pending")
        {
            Environment = new Dictionary<string, string?> { [HoldInitramfs.Variable] = HoldInitramfs.No },
            AllowedExitCodes = [.. Enumerable.Range(0, 256)],
        };
        var result = await date.Chroot.RunAsync(command, ct);
        if (result.ExitCode != 0)
            throw DpkgErrors.From(result);
    }

    // Takes out those that wait for no other that waits; all, when they wait for each other.
    private static List<(ResolvedPackage Package, string File, UnpackedPackage Read)> NextLevel(
        List<(ResolvedPackage Package, string File, UnpackedPackage Read)> waiting)
    {
        var names = waiting.Select(h => h.Package.Name).ToHashSet();
        var level = waiting.Where(h => !h.Read.Control.Names("Pre-Depends").Any(name => name != h.Package.Name && names.Contains(name))).ToList();
        if (level.Count == 0)
            level = [.. waiting];
        waiting.RemoveAll(level.Contains);
        return level;
    }
}
