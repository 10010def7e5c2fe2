using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Bootstrap;

/// <summary>
/// What the tasks that make the minimal system know of the packages. What comes on top is not told them: a package more or less leaves the
/// minimal system as it is.
/// </summary>
/// <param name="selection">How it was chosen.</param>
/// <param name="sources">For the architectures.</param>
/// <param name="packages">Its packages.</param>
/// <param name="automatic">Which packages count as automatic.</param>
public sealed class MinimalSystem(
    BootstrapSelection selection, AptSources sources, IReadOnlyList<ResolvedPackage> packages, Lazy<Task<AutomaticPackages>> automatic) : IInput
{
    /// <summary>How it was chosen.</summary>
    public BootstrapSelection Selection => selection;

    /// <summary>The image's architecture.</summary>
    public string Architecture => sources.Architecture;

    /// <summary>All architectures packages may be installed for.</summary>
    public IReadOnlyList<string> Architectures => [sources.Architecture, .. sources.ForeignArchitectures];

    /// <summary>Its packages, sorted by name.</summary>
    public IReadOnlyList<ResolvedPackage> Packages => packages;

    /// <summary>Gets packages into the store.</summary>
    public required PackageFetcher Fetcher { get; init; }

    /// <summary>Packages that are installed later, and fetched and read along; never looked at.</summary>
    public required IReadOnlyList<ResolvedPackage> Additions { private get; init; }

    /// <summary>Decompresses them.</summary>
    public required ReadAhead ReadAhead { get; init; }

    /// <summary>What is to be fetched, the largest first: they take longest to fetch and then to unpack.</summary>
    public IReadOnlyList<ResolvedPackage> Downloads => [.. packages.OrderByDescending(p => p.Size), .. Additions.OrderByDescending(p => p.Size)];

    /// <summary>Begins with what comes later while its own packages' scripts run.</summary>
    public void BeginWithAdditions() => ReadAhead.Begin(Additions.OrderByDescending(p => p.Size).Select(p => (p, Fetcher.FileOf(p))));

    /// <summary>Which of its packages count as automatic.</summary>
    public async Task<IReadOnlyList<PackageName>> AutomaticAsync() => (await automatic.Value).Bootstrap;

    string IInput.InputText => string.Join('\n', [TextOf(selection, packages), .. Architectures]);

    /// <summary>Packages as an input.</summary>
    internal static string TextOf(BootstrapSelection selection, IEnumerable<ResolvedPackage> packages) => string.Join('\n', [
        .. packages.Select(p => $"{p.Name} {p.Version} {p.Architecture} {p.Sha256}"),
        .. selection.Include.Select(name => "with " + name),
        .. selection.Exclude.Select(name => "without " + name),
        $"{selection.Suite}, {selection.Variant}, merged /usr: {selection.MergedUsr}",
    ]);
}
