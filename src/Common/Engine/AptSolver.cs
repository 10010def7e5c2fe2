using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Asks apt which packages make a system. Nothing is installed and the host's own packages play no part.</summary>
public sealed class AptSolver(IHost host)
{
    /// <summary>Solves a minimal system from nothing.</summary>
    /// <exception cref="BuildException">A package does not exist, or they cannot be installed together.</exception>
    /// <returns>The packages, sorted by name.</returns>
    public async Task<IReadOnlyList<ResolvedPackage>> BootstrapAsync(AptIndex index, BootstrapSelection selection, CancellationToken ct) =>
        [.. (await SolveAsync(index, [], Minimal(index, selection), ct)).OrderBy(package => package.Name, StringComparer.Ordinal)];

    /// <summary>Solves a minimal system and what comes on top of it as one; null when that has no solution.</summary>
    internal async Task<IReadOnlyList<ResolvedPackage>?> TogetherAsync(AptIndex index, PackageRequest request, CancellationToken ct)
    {
        try
        {
            return await SolveAsync(index, [], [.. Minimal(index, request.Selection), .. request.Names, .. request.Files], ct);
        }
        catch (BuildException)
        {
            return null; // OnTopAsync tells why, if it fails too
        }
    }

    /// <summary>Solves what comes on top of a minimal system, all of which stays; null when it cannot.</summary>
    /// <exception cref="BuildException">A package does not exist, or they cannot be installed together.</exception>
    internal async Task<IReadOnlyList<ResolvedPackage>?> OnTopAsync(AptIndex index, IReadOnlyList<ResolvedPackage> minimal, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        var all = await SolveAsync(index, [], [.. minimal.Select(p => $"{p.Name}:{p.Architecture}={p.Version}".Replace(":all=", "=", StringComparison.Ordinal)), .. wanted], ct);
        return minimal.Except(all).Any() ? null : all;
    }

    /// <summary>What the index says of packages.</summary>
    internal async Task<IReadOnlyList<ControlFile>> RecordsAsync(AptIndex index, IEnumerable<ResolvedPackage> packages, CancellationToken ct)
    {
        var show = await host.RunAsync(index.Command("apt-cache", ["show", "--no-all-versions", .. packages.Select(p => $"{p.Name}={p.Version}")]), ct);
        return [.. ControlFile.Paragraphs(show.Lines)];
    }

    /// <summary>Solves what must be added to a tree so that packages are installed.</summary>
    /// <param name="index">The index of the image's sources.</param>
    /// <param name="root">The tree, with a dpkg database.</param>
    /// <param name="wanted"><c>name</c>, <c>name/suite</c>, or the path of a .deb file.</param>
    /// <param name="ct">Stops apt.</param>
    /// <returns>The packages to fetch: neither those installed already nor local files.</returns>
    /// <exception cref="BuildException">A package does not exist, or they cannot be installed together.</exception>
    public Task<IReadOnlyList<ResolvedPackage>> InstallAsync(AptIndex index, RootFs root, IReadOnlyList<string> wanted, CancellationToken ct) =>
        SolveAsync(index, RootOptions(root), wanted, ct);

    /// <summary>Options that make apt take a tree's packages for the installed ones.</summary>
    internal static IReadOnlyList<string> RootOptions(RootFs root) =>
    [
        "-o", "Dir::State::status=" + root.Resolve("/var/lib/dpkg/status"),
        "-o", "Dir::State::extended_states=" + root.Resolve("/var/lib/apt/extended_states"),
        "-o", "Dir::Cache::pkgcache=", // in memory: it belongs to this tree and no other
    ];

    /// <summary>Options for the image's pinning; the file belongs to this call.</summary>
    internal static async Task<IReadOnlyList<string>> PinningAsync(AptSources sources, string file, CancellationToken ct)
    {
        List<string> options = sources.DefaultRelease is { } release ? ["-o", "APT::Default-Release=" + release] : [];
        if (sources.Preferences.Length + sources.Pins.Length > 0)
        {
            await File.WriteAllTextAsync(file, sources.Preferences + "\n" + sources.Pins, ct);
            options.AddRange(["-o", "Dir::Etc::preferences=" + file]);
        }

        return options;
    }

    private async Task<IReadOnlyList<ResolvedPackage>> SolveAsync(AptIndex index, IReadOnlyList<string> options, IEnumerable<string> wanted, CancellationToken ct)
    {
        var preferences = Path.Combine(index.Folder, $"preferences.{Guid.NewGuid():N}");
        try
        {
            var pinning = await PinningAsync(index.Sources, preferences, ct);
            var result = await host.RunAsync(index.Command("apt-get", ["--print-uris", .. options, .. pinning, "install", "--", .. wanted]), ct);
            return result.ExitCode == 0
                ? PrintedUris.Parse(result.Lines)
                : throw await AptErrors.SolveAsync(result, name => SimilarAsync(index, name, ct));
        }
        finally
        {
            File.Delete(preferences);
        }
    }

    private static List<string> Minimal(AptIndex index, BootstrapSelection selection)
    {
        List<string> wanted = [Pattern(index, selection, "?essential"), Pattern(index, selection, "?priority(required)"), "apt", .. selection.Include];
        if (selection.Variant == BootstrapVariant.Default)
            wanted.Add(Pattern(index, selection, "?priority(important)"));
        wanted.AddRange(selection.Exclude.Select(name => name + "-"));
        return wanted;
    }

    private async Task<string?> SimilarAsync(AptIndex index, string name, CancellationToken ct)
    {
        var names = await host.RunAsync(index.Command("apt-cache", "pkgnames"), ct);
        return Spelling.Nearest(name, names.Lines);
    }

    // As mmdebstrap: a priority counts when the image's own suite gives it, whatever other sources say.
    private static string Pattern(AptIndex index, BootstrapSelection selection, string what)
    {
        var terms = string.Concat(selection.Exclude.Select(name => $",?not(?exact-name({name}))"));
        return $"?narrow(?or(?archive(^{selection.Suite}$),?codename(^{selection.Suite}$)),?architecture({index.Sources.Architecture}),{what}{terms})";
    }
}
