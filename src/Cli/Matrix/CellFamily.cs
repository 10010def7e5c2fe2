using BootstrapVz.Base.Manifests.Matrix;

namespace BootstrapVz.Cli.Matrix;

/// <summary>Which cells share most of their layers, told from the settings in which they differ.</summary>
internal static class CellFamily
{
    // What only the last stages of a tree, or none, read.
    private static readonly string[] Late = ["plugins", "system.hostname", "system.timezone", "system.locale", "system.charmap"];
    private static readonly string[] Outside = ["name", "tags", "volume", "bootstrapper.workspace"];

    /// <summary>The same for cells that share their packages.</summary>
    public static string Of(MatrixCell cell) => Key(cell, [.. Late, .. Outside]);

    /// <summary>Cells that share much next to each other, those of one tree most of all.</summary>
    public static IReadOnlyList<T> Order<T>(IReadOnlyList<T> cells, Func<T, MatrixCell> of) =>
        [.. cells.GroupBy(cell => Of(of(cell))).SelectMany(family => family.GroupBy(cell => Key(of(cell), Outside)).SelectMany(tree => tree))];

    private static string Key(MatrixCell cell, string[] without) => string.Join('\n', cell.Overrides
        .Where(value => !without.Any(section => value.Setting == section || value.Setting.StartsWith(section + ".", StringComparison.Ordinal)))
        .Select(value => $"{value.Setting}={value.Value}").Order(StringComparer.Ordinal).Prepend(cell.Manifest));
}
