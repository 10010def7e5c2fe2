using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Tasks;

/// <summary>A task of a plan.</summary>
/// <param name="Task">What the task says of itself.</param>
/// <param name="AddedBy">Who added it: <c>provider kvm</c>, <c>plugin admin_user</c>.</param>
/// <param name="After">The chosen tasks of the same phase it has to wait for, nearest first.</param>
public sealed record PlannedTask(TaskInfo Task, string AddedBy, IReadOnlyList<PlannedEdge> After);

/// <summary>Why a task stands after another.</summary>
/// <param name="Task">The earlier task.</param>
/// <param name="Through">Tasks between the two that were not chosen but carry the order.</param>
public sealed record PlannedEdge(TaskInfo Task, IReadOnlyList<TaskInfo> Through);

/// <summary>The tasks one manifest leads to, in the order they run.</summary>
public sealed class BuildPlan
{
    private BuildPlan(IReadOnlyList<PlannedTask> tasks, IReadOnlyList<(TaskInfo Task, string By)> removed)
    {
        Tasks = tasks;
        Removed = removed;
    }

    /// <summary>The tasks in order.</summary>
    public IReadOnlyList<PlannedTask> Tasks { get; }

    /// <summary>Tasks a plugin took out again, with who did.</summary>
    public IReadOnlyList<(TaskInfo Task, string By)> Removed { get; }

    /// <summary>Asks the provider, then the plugins in the manifest's order, and sorts what they chose.</summary>
    /// <exception cref="Errors.TaskGraphException">A chosen task is not in the graph.</exception>
    public static BuildPlan For(Manifest manifest, TaskGraph graph)
    {
        var chosen = new TaskSet { CurrentUnit = "provider " + manifest.ProviderName };
        manifest.Provider.Resolve(chosen, manifest);
        foreach (var (name, plugin) in manifest.Plugins)
        {
            chosen.CurrentUnit = "plugin " + name;
            plugin.Resolve(chosen, manifest);
        }

        foreach (var task in chosen.AddedBy.Keys)
            _ = graph[task];
        return new(
            [.. graph.Order.Where(t => chosen.AddedBy.ContainsKey(t.Type))
                .Select(t => new PlannedTask(t, chosen.AddedBy[t.Type], WaitsFor(t, graph, chosen)))],
            [.. chosen.Removed.Where(r => !chosen.AddedBy.ContainsKey(r.Task)).Select(r => (graph[r.Task], r.By))]);
    }

    private static List<PlannedEdge> WaitsFor(TaskInfo task, TaskGraph graph, TaskSet chosen)
    {
        var edges = new List<PlannedEdge>();
        var seen = new HashSet<Type>();
        var open = new Queue<(TaskInfo Task, IReadOnlyList<TaskInfo> Through)>();
        open.Enqueue((task, []));
        while (open.TryDequeue(out var at))
        {
            foreach (var before in graph.Predecessors(at.Task.Type))
            {
                if (!seen.Add(before.Type))
                    continue;
                if (chosen.AddedBy.ContainsKey(before.Type))
                    edges.Add(new(before, at.Through));
                else
                    open.Enqueue((before, [.. at.Through, before]));
            }
        }

        return edges;
    }
}
