using System.Globalization;
using System.Net;

namespace BootstrapVz.Cli.Graphs;

/// <summary>Draws a map.</summary>
internal sealed class SvgWriter(TextWriter to, TaskMap map)
{
    private const int Header = 84;
    private const int LegendStep = 20;
    private const int NameLength = 30;
    private const int DescriptionLength = 39;

    private readonly IReadOnlyDictionary<string, string> _colours = UnitColours.For(map);

    /// <summary>Writes the drawing; it stands alone or inside a page.</summary>
    public void Write()
    {
        var layout = new MapLayout(map, Header);
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" class="map" width="{layout.Width}" height="{layout.Height}" viewBox="0 0 {layout.Width} {layout.Height}" font-family="system-ui, 'DejaVu Sans', sans-serif">""");
        Line($"""<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.8 L7 4 L0 7.2 z" fill="#64748b"/></marker></defs>""");
        Line($"""<rect class="paper" width="100%" height="100%" fill="#ffffff"/>""");
        Line($"""<text class="title" x="{MapLayout.Margin}" y="40" font-size="22" font-weight="600" fill="#0f172a">{Text(map.Title)}</text>""");
        WriteLegend();
        foreach (var phase in layout.Phases)
            WritePhase(phase, layout.Width);
        Line($"</svg>");
    }

    private void WriteLegend()
    {
        var x = MapLayout.Margin;
        foreach (var unit in map.Units)
        {
            Line($"""<rect x="{x}" y="56" width="14" height="14" rx="3" fill="{_colours[unit]}" stroke="#94a3b8" stroke-width="0.8"/>""");
            Line($"""<text class="legend" x="{x + LegendStep}" y="67" font-size="12" fill="#334155">{Text(unit)}</text>""");
            x += LegendStep + 24 + (unit.Length * 7);
        }
    }

    private void WritePhase(PlacedPhase placed, int width)
    {
        Line($"""<rect class="band" x="{MapLayout.Margin}" y="{placed.Y}" width="{width - (2 * MapLayout.Margin)}" height="{placed.Height}" rx="10" fill="#f8fafc" stroke="#e2e8f0"/>""");
        Line($"""<text class="phase" x="{MapLayout.Margin + MapLayout.BandPadding}" y="{placed.Y + 26}" font-size="15" font-weight="600" fill="#1e293b">{Text(placed.Phase.Title)}</text>""");
        var at = placed.Nodes.ToDictionary(n => n.Node);
        foreach (var edge in placed.Phase.Edges)
            WriteEdge(edge, at[edge.From], at[edge.To]);
        foreach (var node in placed.Nodes)
            WriteNode(node);
    }

    private void WriteEdge(MapEdge edge, PlacedNode from, PlacedNode to)
    {
        var (x1, y1) = (from.X + MapLayout.NodeWidth, from.Y + (MapLayout.NodeHeight / 2));
        var (x2, y2) = (to.X - 2, to.Y + (MapLayout.NodeHeight / 2));
        var bend = Math.Min(70, (x2 - x1) / 2);
        var dash = edge.Through.Count > 0 ? " stroke-dasharray=\"5 4\"" : "";
        Line($"""<path class="edge" data-from="{Text(edge.From.Id)}" data-to="{Text(edge.To.Id)}" d="M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}" fill="none" stroke="#94a3b8" stroke-width="1.3"{dash} marker-end="url(#tip)">{Through(edge)}</path>""");
    }

    private void WriteNode(PlacedNode placed)
    {
        var task = placed.Node.Task;
        Line($"""<g class="node" data-id="{Text(placed.Node.Id)}" tabindex="0"><title>{Text($"{task.Description}\n{task.Name}\n{placed.Node.Unit}")}</title>""");
        Line($"""<rect x="{placed.X}" y="{placed.Y}" width="{MapLayout.NodeWidth}" height="{MapLayout.NodeHeight}" rx="7" fill="{_colours[placed.Node.Unit]}" stroke="#94a3b8" stroke-width="0.8"/>""");
        Line($"""<text x="{placed.X + 10}" y="{placed.Y + 18}" font-size="12" font-weight="600" fill="#0f172a">{Text(Cut(task.Type.Name, NameLength))}</text>""");
        Line($"""<text x="{placed.X + 10}" y="{placed.Y + 34}" font-size="10" fill="#475569">{Text(Cut(task.Description, DescriptionLength))}</text></g>""");
    }

    private static string Through(MapEdge edge) =>
        edge.Through.Count == 0 ? "" : $"<title>through {Text(string.Join(", ", edge.Through))}</title>";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)].TrimEnd() + "…";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private void Line(FormattableString line) => to.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
