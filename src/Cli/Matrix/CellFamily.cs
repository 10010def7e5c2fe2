using BootstrapVz.Base.Manifests.Matrix;

namespace BootstrapVz.Cli.Matrix;

/// <summary>Which cells share most of their layers, told from the settings in which they differ.</summary>
internal static class CellFamily
{
    // What the trees are made from; of it the last stages only read what is late.
    private static readonly string[] Tree = ["provider", "bootstrapper", "packages", "system", "plugins"];
    private static readonly string[] Late = ["plugins", "system.hostname", "system.timezone", "system.locale", "system.charmap", "bootstrapper.workspace"];

    /// <summary>The same for cells that share their packages.</summary>
    public static string Of(MatrixCell cell) => Key(cell, Late);

    /// <summary>Cells that share much next to each other, those of one tree most of all.</summary>
    public static IReadOnlyList<T> Order<T>(IReadOnlyList<T> cells, Func<T, MatrixCell> of) =>
        [.. cells.GroupBy(cell => Of(of(cell))).SelectMany(family => family.GroupBy(cell => Key(of(cell), [])).SelectMany(tree => tree))];

    private static string Key(MatrixCell cell, string[] without) => string.Join('\n', cell.Overrides
        .Where(value => IsIn(Tree, value.Setting) && !IsIn(without, value.Setting))
        .Select(value => $"{value.Setting}={value.Value}").Order(StringComparer.Ordinal).Prepend(cell.Manifest));

    private static bool IsIn(string[] sections, string setting) =>
        sections.Any(section => setting == section || setting.StartsWith(section + ".", StringComparison.Ordinal));
}
