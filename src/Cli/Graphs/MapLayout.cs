namespace BootstrapVz.Cli.Graphs;

/// <summary>Where a task is drawn.</summary>
internal sealed record PlacedNode(MapNode Node, int X, int Y);

/// <summary>Where a phase is drawn.</summary>
internal sealed record PlacedPhase(MapPhase Phase, int Y, int Height, IReadOnlyList<PlacedNode> Nodes);

/// <summary>
/// Places a map: phases are bands from top to bottom, time runs to the right within each. A task stands one column left of the
/// first that waits for it; those without any order fill rows below.
/// </summary>
internal sealed class MapLayout
{
    public const int NodeWidth = 240;
    public const int NodeHeight = 44;
    public const int ColumnGap = 52;
    public const int RowGap = 12;
    public const int Margin = 28;
    public const int BandTitle = 40;
    public const int BandPadding = 18;
    public const int BandGap = 18;
    private const int LeastColumns = 5;

    /// <summary>Places every task.</summary>
    /// <param name="map">The map.</param>
    /// <param name="top">Space kept free above the first band.</param>
    public MapLayout(TaskMap map, int top)
    {
        var layers = map.Phases.Select(Layers).ToList();
        Columns = Math.Max(LeastColumns, layers.Select(l => l.Count).DefaultIfEmpty(0).Max());
        var y = top;
        var phases = new List<PlacedPhase>();
        for (var i = 0; i < map.Phases.Count; i++)
        {
            var band = Place(map.Phases[i], layers[i], y);
            phases.Add(band);
            y += band.Height + BandGap;
        }

        Phases = phases;
        Height = y - BandGap + Margin;
    }

    /// <summary>The bands.</summary>
    public IReadOnlyList<PlacedPhase> Phases { get; }

    /// <summary>How many tasks stand beside each other at most.</summary>
    public int Columns { get; }

    /// <summary>Width of the picture.</summary>
    public int Width => (2 * Margin) + (2 * BandPadding) + (Columns * NodeWidth) + ((Columns - 1) * ColumnGap);

    /// <summary>Height of the picture.</summary>
    public int Height { get; }

    private static List<List<MapNode>> Layers(MapPhase phase)
    {
        var before = phase.Edges.ToLookup(e => e.To, e => e.From);
        var ordered = phase.Edges.SelectMany(e => new[] { e.From, e.To }).ToHashSet();
        var column = new Dictionary<MapNode, int>();
        foreach (var node in phase.Nodes.Where(ordered.Contains)) // in running order: what a task waits for has its column already
            column[node] = before[node].Select(p => column[p] + 1).DefaultIfEmpty(0).Max();
        // Then as late as what waits for it allows: short lines are easier to follow.
        var after = phase.Edges.ToLookup(e => e.From, e => e.To);
        foreach (var node in phase.Nodes.Where(ordered.Contains).Reverse())
            column[node] = after[node].Select(n => column[n] - 1).DefaultIfEmpty(column[node]).Min();
        var layers = column.GroupBy(c => c.Value, c => c.Key).OrderBy(g => g.Key).Select(g => g.ToList()).ToList();
        Untangle(layers, before, after);
        return layers;
    }

    // Each task moves to the mean row of its neighbours, forth and back a few times (the barycentre method of Sugiyama et al., 1981).
    private static void Untangle(List<List<MapNode>> layers, ILookup<MapNode, MapNode> before, ILookup<MapNode, MapNode> after)
    {
        for (var sweep = 0; sweep < 4; sweep++)
        {
            var row = layers.SelectMany(l => l.Select((node, i) => (node, i))).ToDictionary(p => p.node, p => (double)p.i);
            var neighbours = sweep % 2 == 0 ? before : after;
            foreach (var layer in sweep % 2 == 0 ? layers : layers.AsEnumerable().Reverse())
            {
                var sorted = layer.OrderBy(n => neighbours[n].Select(o => row[o]).DefaultIfEmpty(row[n]).Average()).ToList();
                layer.Clear();
                layer.AddRange(sorted);
                for (var i = 0; i < layer.Count; i++)
                    row[layer[i]] = i;
            }
        }
    }

    private PlacedPhase Place(MapPhase phase, List<List<MapNode>> layers, int y)
    {
        var placed = new List<PlacedNode>();
        for (var column = 0; column < layers.Count; column++)
        {
            for (var row = 0; row < layers[column].Count; row++)
                placed.Add(At(layers[column][row], column, row, y));
        }

        var rows = layers.Select(l => l.Count).DefaultIfEmpty(0).Max();
        MapNode[] free = [.. phase.Nodes.Except(placed.Select(p => p.Node))];
        for (var i = 0; i < free.Length; i++)
            placed.Add(At(free[i], i % Columns, rows + (i / Columns), y));
        rows += (free.Length + Columns - 1) / Columns;
        return new(phase, y, BandTitle + (rows * (NodeHeight + RowGap)) - RowGap + BandPadding, placed);
    }

    private static PlacedNode At(MapNode node, int column, int row, int bandY) => new(
        node,
        Margin + BandPadding + (column * (NodeWidth + ColumnGap)),
        bandY + BandTitle + (row * (NodeHeight + RowGap)));
}
