using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Matrix;

/// <summary>One build of a matrix.</summary>
/// <param name="Name">What tells it from the others: <c>bookworm,qcow2</c>.</param>
/// <param name="Manifest">The manifest's path.</param>
/// <param name="Overrides">What differs from it.</param>
public sealed record MatrixCell(string Name, string Manifest, IReadOnlyList<ManifestOverride> Overrides);

/// <summary>Makes many builds of a few manifests: every manifest with every combination of values.</summary>
public static class BuildMatrix
{
    /// <summary>Expands manifests, files whose top key is <c>matrix</c> among them, and axes of the command line.</summary>
    /// <param name="files">Paths as they were named.</param>
    /// <param name="axes">Axes that hold for all of them, <c>SETTING=VALUE,VALUE</c> each.</param>
    /// <returns>The cells in order; the last axis varies fastest.</returns>
    /// <exception cref="ManifestException">A matrix is wrong; all errors are in the exception. Manifests are not read yet.</exception>
    public static IReadOnlyList<MatrixCell> Expand(IReadOnlyList<string> files, IReadOnlyList<string> axes)
    {
        var findings = new Findings();
        var everywhere = MatrixAxis.FromWords(axes, findings);
        var cells = new List<Combination>();
        foreach (var path in files)
        {
            var file = MatrixFile.Read(path, findings);
            MatrixAxis.Refuse([.. file?.Axes ?? [], .. everywhere], findings);
            foreach (var cell in file?.Combinations ?? [new(path, [])])
                cells.AddRange(Combination.All([cell.Manifest], everywhere).Select(more => cell.With(more.Overrides)));
        }

        if (findings.HasErrors)
            throw new ManifestException([.. findings.All.Distinct()]);
        if (cells.Count == 0)
            throw new ManifestException([new(new(files[0], 1, 1), Severity.Error, ErrorCodes.BadMatrix, "the matrix has no cell", "everything is excluded, or 'manifests' is empty")]);
        return Combination.Name(cells);
    }
}

/// <summary>A manifest with some values.</summary>
internal sealed record Combination(string Manifest, IReadOnlyList<ManifestOverride> Overrides)
{
    /// <summary>Every manifest with every value of every axis.</summary>
    public static List<Combination> All(IReadOnlyList<string> manifests, IReadOnlyList<MatrixAxis> axes) =>
        axes.Aggregate(manifests.Select(manifest => new Combination(manifest, [])).ToList(), (cells, axis) =>
            [.. cells.SelectMany(_ => axis.Values, (cell, value) => cell.With([value]))]);

    /// <summary>This one with further values, which win.</summary>
    public Combination With(IReadOnlyList<ManifestOverride> more) =>
        this with { Overrides = [.. Overrides.Where(old => more.All(value => value.Setting != old.Setting)), .. more] };

    /// <summary>Names combinations by the values that differ; by their settings too where that is not enough.</summary>
    public static IReadOnlyList<MatrixCell> Name(IReadOnlyList<Combination> cells)
    {
        var varying = cells.SelectMany(cell => cell.Overrides).Select(value => value.Setting).Distinct()
            .Where(setting => cells.Select(cell => cell.Overrides.FirstOrDefault(value => value.Setting == setting)?.Value).Distinct().Count() > 1).ToHashSet();
        var stems = cells.Select(cell => cell.Manifest).Distinct().ToDictionary(path => path, path => Path.GetFileNameWithoutExtension(path));
        var several = stems.Count > 1;
        var alike = stems.Values.Distinct().Count() < stems.Count;
        string Text(Combination cell, Func<ManifestOverride, string> word) => string.Join(',', [
            .. several || varying.Count == 0 ? (string[])[alike ? cell.Manifest : stems[cell.Manifest]] : [],
            .. cell.Overrides.Where(value => varying.Contains(value.Setting)).Select(word),
        ]);
        var names = cells.Select(cell => Text(cell, value => value.Text)).ToList();
        if (names.Distinct().Count() < names.Count)
            names = [.. cells.Select(cell => Text(cell, value => $"{value.Setting}={value.Text}"))];
        return [.. cells.Select((cell, index) => new MatrixCell(Numbered(names, index), cell.Manifest, cell.Overrides))];
    }

    // Two that are the same in everything, or one that has no value of its own.
    private static string Numbered(List<string> names, int index)
    {
        var name = names[index].Length == 0 ? "plain" : names[index];
        var earlier = names.Take(index).Count(other => other == names[index]);
        return earlier == 0 ? name : $"{name}#{earlier + 1}";
    }
}
