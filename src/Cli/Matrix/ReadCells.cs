using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Units;

namespace BootstrapVz.Cli.Matrix;

/// <summary>A cell with its manifest, which is right.</summary>
internal sealed record ReadCell(MatrixCell Cell, Manifest Manifest);

/// <summary>Reads the manifest of every cell of a matrix.</summary>
internal static class ReadCells
{
    /// <summary>Checks all cells. What is found in all of them is told once; what is found in some is told with their names.</summary>
    /// <returns>The manifests in the order of the cells, null where one has errors, and everything that was found.</returns>
    public static async Task<(IReadOnlyList<Manifest?> Manifests, IReadOnlyList<Diagnostic> Found)> CheckAsync(KnownUnits known, IReadOnlyList<MatrixCell> cells, CancellationToken ct)
    {
        var reports = new List<ManifestReport>();
        foreach (var cell in cells)
            reports.Add(await ManifestReader.CheckAsync(cell.Manifest, known.Catalog, ThisHost.Quiet, new() { Overrides = cell.Overrides }, ct));
        var found = cells.Zip(reports).SelectMany(pair => pair.Second.Diagnostics, (pair, finding) => (pair.First, Finding: finding))
            .GroupBy(pair => pair.Finding, pair => pair.First)
            .Select(group => group.Count() == cells.Count(cell => cell.Manifest == group.First().Manifest)
                ? group.Key
                : group.Key with { Message = $"{group.Key.Message} ({(group.Count() == 1 ? "cell" : "cells")} {Names(group)})" });
        return ([.. reports.Select(report => report.Manifest)], [.. found]);
    }

    /// <summary>Reads all cells.</summary>
    /// <exception cref="ManifestException">One has errors; those of all are in the exception.</exception>
    public static async Task<(IReadOnlyList<ReadCell> Cells, IReadOnlyList<Diagnostic> Warnings)> ReadAsync(KnownUnits known, IReadOnlyList<MatrixCell> cells, CancellationToken ct)
    {
        var (manifests, found) = await CheckAsync(known, cells, ct);
        return manifests.Contains(null) ? throw new ManifestException(found) : ([.. cells.Zip(manifests, (cell, manifest) => new ReadCell(cell, manifest!))], found);
    }

    /// <summary>Finds cells that would write the same image.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="folderOf">Where a manifest's image goes.</param>
    /// <param name="time">The time of the build, for names with a date.</param>
    /// <exception cref="ManifestException">Some would.</exception>
    public static void RequireOwnImages(IReadOnlyList<ReadCell> cells, Func<Manifest, string> folderOf, DateTimeOffset time)
    {
        var errors = cells.SelectMany(cell => ImagesOf(cell.Manifest), (cell, image) => (Cell: cell, Image: image))
            .GroupBy(pair => pair.Image, pair => pair.Cell)
            .Where(group => group.Count() > 1)
            .Select(group => new Diagnostic(
                group.First().Manifest.NamePlace, Severity.Error, ErrorCodes.SameImage,
                $"cells {Names(group.Select(cell => cell.Cell))} would all write '{group.Key}'", Hint([.. group])))
            .ToList();
        if (errors.Count > 0)
            throw new ManifestException(errors);

        IEnumerable<string> ImagesOf(Manifest manifest) =>
            manifest.Formats.Select(format => manifest.ImagePath(format, folderOf(manifest), Variables.For(manifest, time).Expand));
    }

    /// <summary>What a cell is called in texts about several manifests.</summary>
    public static string TitleOf(MatrixCell cell) => cell.Overrides.Count == 0 ? cell.Manifest : $"{cell.Manifest} [{cell.Name}]";

    private static string Hint(IReadOnlyList<ReadCell> cells)
    {
        string?[] Values(string setting) => [.. cells.Select(cell => cell.Manifest.Scalars.GetValueOrDefault(setting))];
        var differing = cells.SelectMany(cell => cell.Cell.Overrides).Select(value => value.Setting).Distinct()
            .Where(setting => Values(setting).Distinct().Count() > 1 && !Values(setting).Contains(null)).ToList();
        return differing.Count == 0
            ? "give the manifests different names, or leave one of them out"
            : $"put what differs into 'name': {cells[0].Manifest.Options.Name}-{string.Join('-', differing.Select(setting => $"{{{setting}}}"))}";
    }

    private static string Names(IEnumerable<MatrixCell> cells) => string.Join(" and ", cells.Select(cell => $"'{cell.Name}'"));
}
