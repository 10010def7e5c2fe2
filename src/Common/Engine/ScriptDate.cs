using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Dates what scripts make with the newest package that is installed so far. What comes later changes no date of what came before, so a
/// tree that has fewer packages is the same whatever follows.
/// </summary>
/// <param name="Chroot">Runs the scripts.</param>
/// <param name="Given">The date of everything, in seconds since 1970; null when it follows from the packages.</param>
public sealed record ScriptDate(Chroot Chroot, long? Given)
{
    /// <summary>Takes packages into account that are in the store.</summary>
    public void Advance(IReadOnlyList<ResolvedPackage> packages, PackageFetcher fetcher)
    {
        if (packages.Count > 0)
            Chroot.SourceDateEpoch = Given ?? Math.Max(Chroot.SourceDateEpoch ?? 0, fetcher.NewestBuild(packages));
    }
}
