namespace BootstrapVz.Common.Engine;

/// <summary>What packages an image is to have.</summary>
/// <param name="Selection">The minimal system.</param>
/// <param name="Names">Packages on top of it: <c>name</c> or <c>name/suite</c>.</param>
/// <param name="Files">.deb files on the host, on top of it.</param>
public sealed record PackageRequest(BootstrapSelection Selection, IReadOnlyList<string> Names, IReadOnlyList<string> Files);

/// <summary>What apt chose for a request, to the byte.</summary>
public sealed record PackagePlan
{
    /// <summary>The minimal system, sorted by name.</summary>
    public required IReadOnlyList<ResolvedPackage> Bootstrap { get; init; }

    /// <summary>
    /// What is installed on top of it, sorted by name, local files not among them. Null when that would replace or remove something of the
    /// minimal system: apt then decides again, with the tree.
    /// </summary>
    public IReadOnlyList<ResolvedPackage>? Additions { get; init; }

    /// <summary>Everything that is known to be needed.</summary>
    public IEnumerable<ResolvedPackage> All => Bootstrap.Concat(Additions ?? []);
}

/// <summary>Which packages count as installed for the sake of others: apt-mark(8).</summary>
/// <param name="Bootstrap">Those of the minimal system.</param>
/// <param name="Additions">Those on top of it.</param>
public sealed record AutomaticPackages(IReadOnlyList<PackageName> Bootstrap, IReadOnlyList<PackageName> Additions);

/// <summary>What packages take once they are installed.</summary>
/// <param name="KiB">In KiB.</param>
internal sealed record InstalledSize(long KiB);

/// <summary>A package as dpkg tells it from others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Architecture">Its architecture; the native one for <c>all</c>.</param>
public sealed record PackageName(string Name, string Architecture);
