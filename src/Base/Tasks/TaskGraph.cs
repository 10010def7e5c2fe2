using System.Reflection;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Tasks;

/// <summary>
/// Every known task in one total order: by phase, then by edges, then what leads to a tree that is kept before the rest, then by full type
/// name. The order of a chosen set is this order with the rest left out, so an edge through a task that was not chosen still holds.
/// </summary>
public sealed class TaskGraph
{
    private readonly Dictionary<Type, TaskInfo> _tasks;
    private readonly Dictionary<Type, SortedSet<Type>> _predecessors;

    /// <summary>Builds and sorts the graph.</summary>
    /// <exception cref="TaskGraphException">A cycle, an edge against the order of phases, or an edge to something that is no known task.</exception>
    public TaskGraph(IEnumerable<Type> tasks)
    {
        _tasks = tasks.Distinct().Select(TaskInfo.Of).ToDictionary(t => t.Type);
        _predecessors = _tasks.Keys.ToDictionary(t => t, _ => new SortedSet<Type>(ByName));
        foreach (var task in _tasks.Values)
        {
            foreach (var other in task.After)
                AddEdge(other, task.Type, task, "After");
            foreach (var other in task.Before)
                AddEdge(task.Type, other, task, "Before");
        }

        Order = Sort();
    }

    /// <summary>All known tasks in order.</summary>
    public IReadOnlyList<TaskInfo> Order { get; }

    /// <summary>Finds every task of some assemblies.</summary>
    public static TaskGraph Of(IEnumerable<Assembly> assemblies) =>
        new(assemblies.SelectMany(a => a.GetTypes()).Where(t => t is { IsAbstract: false } && typeof(BuildTask).IsAssignableFrom(t)));

    /// <summary>What is known of a task.</summary>
    public TaskInfo this[Type task] => _tasks.TryGetValue(task, out var info)
        ? info
        : throw new TaskGraphException($"task '{task.FullName}' is in no assembly that was loaded", [task.FullName!]);

    /// <summary>The direct predecessors of a task in its own phase, chosen or not.</summary>
    public IEnumerable<TaskInfo> Predecessors(Type task) => _predecessors[task].Select(t => _tasks[t]);

    private static Comparer<Type> ByName { get; } =
        Comparer<Type>.Create((a, b) => (string.CompareOrdinal(a.FullName, b.FullName), a.Assembly.FullName!.CompareTo(b.Assembly.FullName, StringComparison.Ordinal)) switch
        {
            (0, var assembly) => assembly,
            (var name, _) => name,
        });

    private void AddEdge(Type first, Type second, TaskInfo declaring, string attribute)
    {
        var earlier = this[first];
        var later = this[second];
        if (earlier.Phase > later.Phase)
        {
            throw new TaskGraphException(
                $"'{earlier}' ({earlier.Phase}) cannot run before '{later}' ({later.Phase}): the phase comes later",
                [earlier.Name, later.Name],
                $"the edge is [{attribute}<{(attribute == "After" ? earlier : later).Type.Name}>] on '{declaring}'");
        }

        if (earlier.Phase == later.Phase)
            _predecessors[second].Add(first);
    }

    private List<TaskInfo> Sort()
    {
        var open = _predecessors.ToDictionary(p => p.Key, p => p.Value.Count);
        var successors = _predecessors.SelectMany(p => p.Value.Select(before => (before, after: p.Key))).ToLookup(e => e.before, e => e.after);
        var ranks = RanksOfKeptTrees();
        var ready = new SortedSet<Type>(
            open.Where(o => o.Value == 0).Select(o => o.Key),
            Comparer<Type>.Create((a, b) => (_tasks[a].Phase.CompareTo(_tasks[b].Phase), RankOf(a).CompareTo(RankOf(b))) switch
            {
                (0, 0) => ByName.Compare(a, b),
                (0, var rank) => rank,
                (var phase, _) => phase,
            }));
        var order = new List<TaskInfo>(_tasks.Count);
        while (ready.Min is { } next)
        {
            ready.Remove(next);
            order.Add(_tasks[next]);
            foreach (var successor in successors[next])
            {
                if (--open[successor] == 0)
                    ready.Add(successor);
            }
        }

        return order.Count == _tasks.Count ? order : throw Cycle(open.Where(o => o.Value > 0).Select(o => o.Key));

        int RankOf(Type task) => ranks.GetValueOrDefault(task, int.MaxValue);
    }

    // The fewer tasks come before a kept tree, the fewer changes of a manifest make it worthless: first what leads to the tree that
    // needs fewest, then what the next one needs more.
    private Dictionary<Type, int> RanksOfKeptTrees()
    {
        var ranks = new Dictionary<Type, int>();
        var trees = _tasks.Values.Where(t => t.Keeps is not null).Select(t => LeadingTo(t.Type)).OrderBy(tree => tree.Count).ToList();
        foreach (var (rank, tree) in trees.Index())
        {
            foreach (var task in tree)
                ranks.TryAdd(task, rank);
        }

        return ranks;
    }

    private HashSet<Type> LeadingTo(Type last)
    {
        var found = new HashSet<Type>();
        var open = new Stack<Type>([last]);
        while (open.TryPop(out var task))
        {
            if (found.Add(task))
                _predecessors[task].ToList().ForEach(open.Push);
        }

        return found;
    }

    private int ByPhaseThenName(Type a, Type b) =>
        _tasks[a].Phase != _tasks[b].Phase ? _tasks[a].Phase.CompareTo(_tasks[b].Phase) : ByName.Compare(a, b);

    // Every task left over has a predecessor that is left over too, so walking back must come round.
    private TaskGraphException Cycle(IEnumerable<Type> leftOver)
    {
        var left = leftOver.ToHashSet();
        var path = new List<Type> { left.Min(Comparer<Type>.Create(ByPhaseThenName))! };
        while (true)
        {
            var previous = _predecessors[path[^1]].First(left.Contains);
            var start = path.IndexOf(previous);
            path.Add(previous);
            if (start >= 0)
            {
                var names = path[start..].AsEnumerable().Reverse().Select(t => _tasks[t].Name).ToList();
                return new TaskGraphException(
                    "tasks wait for each other: " + string.Join(" -> ", names),
                    names,
                    $"the edge that closes the circle is {Declaration(path[start + 1], path[start])}");
            }
        }
    }

    private string Declaration(Type first, Type second) => _tasks[second].After.Contains(first)
        ? $"[After<{first.Name}>] on '{_tasks[second]}'"
        : $"[Before<{second.Name}>] on '{_tasks[first]}'";
}
