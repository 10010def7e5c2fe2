namespace BootstrapVz.Cli.Graphs;

/// <summary>A colour for each unit of a map.</summary>
internal static class UnitColours
{
    // Light enough for black text, far enough apart to be told; the first is for whoever has most tasks.
    private static readonly string[] Palette =
        ["#dbe7f5", "#fde3b8", "#d5efd2", "#f6d5e2", "#e3dcf6", "#cfeeee", "#f5d9c8", "#eef0b9", "#d9d9d9", "#c9e0c3", "#f3c9c9", "#cfd6f0"];

    /// <summary>The colours by unit.</summary>
    public static IReadOnlyDictionary<string, string> For(TaskMap map) => map.Phases
        .SelectMany(p => p.Nodes)
        .CountBy(n => n.Unit)
        .OrderByDescending(u => u.Value).ThenBy(u => u.Key, StringComparer.Ordinal)
        .Select((unit, i) => (unit.Key, Colour: Palette[i % Palette.Length]))
        .ToDictionary(u => u.Key, u => u.Colour);
}
