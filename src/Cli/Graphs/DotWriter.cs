using System.Globalization;

namespace BootstrapVz.Cli.Graphs;

/// <summary>Writes a map for Graphviz: one cluster per phase, kept in order by invisible edges.</summary>
internal static class DotWriter
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter to, TaskMap map)
    {
        var colours = UnitColours.For(map);
        to.WriteLine("digraph tasks {");
        to.WriteLine("  rankdir=LR; compound=true; newrank=true; fontname=\"sans-serif\";");
        to.WriteLine($"  label={Quote(map.Title)}; labelloc=t;");
        to.WriteLine("  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=10];");
        for (var i = 0; i < map.Phases.Count; i++)
        {
            var phase = map.Phases[i];
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  subgraph cluster_{i} {{"));
            to.WriteLine($"    label={Quote(phase.Title)};");
            foreach (var node in phase.Nodes)
                to.WriteLine($"    {Quote(node.Id)} [label={Quote(node.Task.Type.Name)}, tooltip={Quote(node.Task.Description)}, fillcolor=\"{colours[node.Unit]}\"];");
            foreach (var edge in phase.Edges)
                to.WriteLine($"    {Quote(edge.From.Id)} -> {Quote(edge.To.Id)}{(edge.Through.Count > 0 ? " [style=dashed]" : "")};");
            to.WriteLine("  }");
            if (i > 0)
                to.WriteLine($"  {Quote(map.Phases[i - 1].Nodes[^1].Id)} -> {Quote(phase.Nodes[0].Id)} [style=invis];");
        }

        to.WriteLine("}");
    }

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
