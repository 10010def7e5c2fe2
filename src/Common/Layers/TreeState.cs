using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Layers;

/// <summary>Every name of a tree with what tells whether it was touched: the kernel's own time of change, which nothing can set.</summary>
internal sealed class TreeState
{
    private readonly Dictionary<string, (ulong Inode, long Seconds, uint Nanoseconds)> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TreeCalls.NodeStatus> _changed = new(StringComparer.Ordinal);
    private readonly List<string> _removed = [];

    private TreeState()
    {
    }

    /// <summary>A tree of which nothing is known.</summary>
    public static TreeState Empty { get; } = new();

    /// <summary>Names that are new or changed since the state before, with their status; a directory stands before what is in it.</summary>
    public IReadOnlyDictionary<string, TreeCalls.NodeStatus> Changed => _changed;

    /// <summary>Names that are gone since the state before; what was in a directory that is gone is not named.</summary>
    public IReadOnlyList<string> Removed => _removed;

    /// <summary>Walks a tree.</summary>
    public static TreeState Read(string root, TreeState before, CancellationToken ct)
    {
        var state = new TreeState();
        root = BytePath.FromText(root);
        state.Note("", TreeCalls.Status(root), before);
        var pending = new Stack<string>([""]);
        while (pending.TryPop(out var directory))
        {
            ct.ThrowIfCancellationRequested();
            var names = TreeCalls.Names(root + "/" + directory);
            names.Sort(StringComparer.Ordinal);
            foreach (var name in names)
            {
                var path = directory.Length == 0 ? name : directory + "/" + name;
                var status = TreeCalls.Status(root + "/" + path);
                state.Note(path, status, before);
                if (status.Kind == NodeKind.Directory)
                    pending.Push(path);
            }
        }

        foreach (var gone in before._names.Keys.Where(path => !state._names.ContainsKey(path)).Order(StringComparer.Ordinal))
        {
            if (state._names.ContainsKey(Parent(gone)))
                state._removed.Add(gone);
        }

        // Putting a name into a directory changes the directory's time, even where it had not changed.
        foreach (var parent in state._changed.Keys.Concat(state._removed).Where(path => path.Length > 0).Select(Parent).Distinct().Where(p => !state._changed.ContainsKey(p)).ToList())
            state._changed[parent] = TreeCalls.Status(root + "/" + parent);
        return state;
    }

    private static string Parent(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private void Note(string path, TreeCalls.NodeStatus status, TreeState before)
    {
        var mark = (status.Inode, status.ChangedSeconds, status.ChangedNanoseconds);
        _names[path] = mark;
        if (!before._names.TryGetValue(path, out var known) || known != mark)
            _changed[path] = status;
    }
}
