using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Engine;

/// <summary>Turns a request into exact packages, once for each state of the archive: answers are kept beside the index.</summary>
public sealed class PackageResolver(IHost host, AptIndex index)
{
    private readonly AptSolver _solver = new(host);
    private Task<IReadOnlyList<ControlFile>>? _records;

    /// <summary>Has apt choose.</summary>
    /// <exception cref="BuildException">A package does not exist, or they cannot be installed together.</exception>
    public Task<PackagePlan> ResolveAsync(PackageRequest request, CancellationToken ct) =>
        AnswerCache.GetAsync(index, "plan", request, AnswerJson.Default.PackagePlan, () => SolveAsync(request, ct), ct);

    /// <summary>Which of a plan's packages count as automatic; what a request means (a pattern, a virtual name) is apt's to say.</summary>
    public Task<AutomaticPackages> AutomaticAsync(PackageRequest request, PackagePlan plan, CancellationToken ct) =>
        AnswerCache.GetAsync(index, "automatic", request, AnswerJson.Default.AutomaticPackages, () => MarkAsync(request, plan, ct), ct);

    /// <summary>What a plan's packages take once installed: Installed-Size of deb-control(5), which counts KiB. Null when none says it.</summary>
    public async Task<Bytes?> InstalledSizeAsync(PackageRequest request, PackagePlan plan, CancellationToken ct)
    {
        var size = await AnswerCache.GetAsync(index, "size", request, AnswerJson.Default.InstalledSize, async () => new InstalledSize((await RecordsAsync(plan, ct)).Sum(SizeOf)), ct);
        return size.KiB > 0 ? Bytes.KiB(size.KiB) : null;
    }

    private static long SizeOf(ControlFile record) => long.TryParse(record["Installed-Size"], CultureInfo.InvariantCulture, out var size) ? size : 0;

    private Task<IReadOnlyList<ControlFile>> RecordsAsync(PackagePlan plan, CancellationToken ct) => _records ??= _solver.RecordsAsync(index, plan.All, ct);

    private async Task<PackagePlan> SolveAsync(PackageRequest request, CancellationToken ct)
    {
        if (request.Names.Count + request.Files.Count == 0)
            return new() { Bootstrap = await _solver.BootstrapAsync(index, request.Selection, ct), Additions = [] };

        // At the same time: what the minimal system needs, and what it and all the rest need.
        var minimal = _solver.BootstrapAsync(index, request.Selection, ct);
        var whole = _solver.TogetherAsync(index, request, ct);
        var bootstrap = await minimal;
        var all = await whole;
        // With the rest in view apt may choose otherwise for the minimal system: then it is given.
        if (all is null || bootstrap.Except(all).Any())
            all = await _solver.OnTopAsync(index, bootstrap, [.. request.Names, .. request.Files], ct);
        return new() { Bootstrap = bootstrap, Additions = all is null ? null : [.. all.Except(bootstrap).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Architecture, StringComparer.Ordinal)] };
    }

    private async Task<AutomaticPackages> MarkAsync(PackageRequest request, PackagePlan plan, CancellationToken ct)
    {
        var records = await RecordsAsync(plan, ct);
        var bootstrap = AutomaticMarks.OfMinimalSystem(request.Selection, plan.Bootstrap, records);
        // Where apt decides again, with the tree, it marks too.
        var additions = plan.Additions is null || plan.Additions.Count + request.Files.Count == 0
            ? []
            : await new AutomaticMarks(host, index).OfAdditionsAsync(request, plan, records, ct);
        return new([.. bootstrap.Select(Name)], [.. additions.Select(Name)]);
    }

    private PackageName Name((string Name, string Architecture) package) =>
        new(package.Name, package.Architecture == "all" ? index.Sources.Architecture : package.Architecture);
}
