using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Output;

namespace BootstrapVz.Cli.Graphs;

/// <summary>A task on a map.</summary>
/// <param name="Task">What the task says of itself.</param>
/// <param name="Unit">Who it belongs to, which is its colour.</param>
internal sealed record MapNode(TaskInfo Task, string Unit)
{
    /// <summary>A name that is the same in every picture.</summary>
    public string Id => Task.Name;
}

/// <summary>An order between two tasks of one phase.</summary>
/// <param name="From">The earlier one.</param>
/// <param name="To">The later one.</param>
/// <param name="Through">Tasks between them that are not on the map.</param>
internal sealed record MapEdge(MapNode From, MapNode To, IReadOnlyList<string> Through);

/// <summary>A phase with its tasks, in the order they run. Phases need no edges: each is over before the next begins.</summary>
internal sealed record MapPhase(string Title, IReadOnlyList<MapNode> Nodes, IReadOnlyList<MapEdge> Edges);

/// <summary>What <c>graph</c> draws.</summary>
internal sealed record TaskMap(string Title, IReadOnlyList<MapPhase> Phases)
{
    /// <summary>Every known task.</summary>
    public static TaskMap Of(TaskGraph graph)
    {
        var nodes = graph.Order.Select(t => new MapNode(t, Home(t))).ToList();
        var byType = nodes.ToDictionary(n => n.Task.Type);
        return Build("All tasks", nodes, node => graph.Predecessors(node.Task.Type).Select(p => new MapEdge(byType[p.Type], node, [])));
    }

    /// <summary>The tasks of one plan.</summary>
    public static TaskMap Of(string manifest, BuildPlan plan)
    {
        var nodes = plan.Tasks.Select(t => new MapNode(t.Task, t.AddedBy)).ToList();
        var byType = nodes.ToDictionary(n => n.Task.Type);
        var after = plan.Tasks.ToDictionary(t => t.Task.Type, t => t.After);
        return Build(manifest, nodes, node => after[node.Task.Type]
            .Select(e => new MapEdge(byType[e.Task.Type], node, [.. e.Through.Select(t => t.Type.Name)])));
    }

    /// <summary>The units on the map, by name.</summary>
    public IReadOnlyList<string> Units => [.. Phases.SelectMany(p => p.Nodes).Select(n => n.Unit).Distinct().Order(StringComparer.Ordinal)];

    private static TaskMap Build(string title, List<MapNode> nodes, Func<MapNode, IEnumerable<MapEdge>> edges) => new(
        title,
        [.. nodes.GroupBy(n => n.Task.Phase).Select(phase => new MapPhase(
            PhaseText.Title(phase.Key.ToString()),
            [.. phase],
            Reduce([.. phase.SelectMany(edges)])))]);

    // An edge that two others already say only blurs the picture.
    private static List<MapEdge> Reduce(List<MapEdge> edges)
    {
        var next = edges.ToLookup(e => e.From, e => e.To);
        return [.. edges.Where(e => !next[e.From].Any(step => step != e.To && Reaches(step, e.To, next)))];
    }

    private static bool Reaches(MapNode from, MapNode to, ILookup<MapNode, MapNode> next)
    {
        var seen = new HashSet<MapNode> { from };
        var open = new Stack<MapNode>(seen);
        while (open.TryPop(out var at))
        {
            if (at == to)
                return true;
            foreach (var step in next[at].Where(seen.Add))
                open.Push(step);
        }

        return false;
    }

    private static string Home(TaskInfo task)
    {
        var parts = task.Name.Split('.');
        return parts switch
        {
            ["Common", ..] => "common",
            ["Providers", var name, ..] => "provider " + name,
            ["Plugins", var name, ..] => "plugin " + name,
            _ => task.Type.Assembly.GetName().Name ?? "external",
        };
    }
}
