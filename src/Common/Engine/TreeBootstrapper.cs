using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Makes a minimal system: fetches and unpacks its packages at the same time, then lets dpkg configure them once.</summary>
public sealed class TreeBootstrapper(IBuildLog log, PackageFetcher fetcher)
{
    /// <summary>
    /// Fetches packages, unpacks the minimal system into an empty tree and writes dpkg's database; nothing of the image
    /// runs yet.
    /// </summary>
    /// <param name="selection">How the minimal system is laid out.</param>
    /// <param name="packages">Its packages.</param>
    /// <param name="downloads">What is fetched, in this order; its packages are among it.</param>
    /// <param name="architectures">The image's, and further ones packages may be installed for.</param>
    /// <param name="root">The tree. It may hold mount points (/dev, /proc) and files that were put there before.</param>
    /// <param name="filters">Paths to leave out.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="BuildException">A package cannot be had, is damaged, or does not fit.</exception>
    public async Task UnpackAsync(
        BootstrapSelection selection,
        IReadOnlyList<ResolvedPackage> packages,
        IReadOnlyList<ResolvedPackage> downloads,
        IReadOnlyList<string> architectures,
        RootFs root,
        PathFilters filters,
        CancellationToken ct)
    {
        Directory.CreateDirectory(root.HostPath);
        if (selection.MergedUsr)
            MergedUsr.Create(root, architectures);
        using var batch = new UnpackBatch(root, new(root), filters, log, packages.Count);
        var own = packages.ToHashSet();
        await batch.RunAsync(fetcher.FetchAsync(downloads, ct), (package, _) => own.Contains(package), ct);
        DpkgDatabase.Write(root, batch.Finish(), architectures);
        filters.Tell(log);
    }

    /// <summary>Runs the scripts that come before and after unpacking, no service among them (<see cref="DaemonBlock"/> stays). /dev and /proc must be in place.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="chroot">Runs commands in it.</param>
    /// <param name="incomplete">Whether packages were left out that others depend on.</param>
    /// <param name="ct">Kills the scripts.</param>
    /// <exception cref="BuildException">A script failed; the package is named.</exception>
    public static async Task ConfigureAsync(RootFs root, Chroot chroot, bool incomplete, CancellationToken ct)
    {
        await DaemonBlock.WriteAsync(root, ct);
        await new PreinstScripts(root, chroot).RunInstalledAsync(ct);
        string[] force = incomplete ? ["--force-depends"] : [];
        var result = await chroot.RunAsync(
            new Command("dpkg", [.. force, "--force-unsafe-io", "--configure", "--pending"]) { AllowedExitCodes = [.. Enumerable.Range(0, 256)] }, ct);
        if (result.ExitCode != 0)
            throw DpkgErrors.From(result);
    }
}
