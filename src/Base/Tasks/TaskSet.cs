namespace BootstrapVz.Base.Tasks;

/// <summary>The tasks chosen for one build, each with who added it. Adding twice is adding once.</summary>
public sealed class TaskSet
{
    private readonly Dictionary<Type, string> _addedBy = [];
    private readonly List<(Type Task, string By)> _removed = [];

    /// <summary>Who is adding now: <c>provider kvm</c>, <c>plugin admin_user</c>. Set by the planner around each unit.</summary>
    public string CurrentUnit { get; set; } = "";

    /// <summary>The chosen tasks with who added each first.</summary>
    public IReadOnlyDictionary<Type, string> AddedBy => _addedBy;

    /// <summary>The removals that took something away, with who did it.</summary>
    public IReadOnlyList<(Type Task, string By)> Removed => _removed;

    /// <summary>Adds a task.</summary>
    public TaskSet Add<T>()
        where T : BuildTask
    {
        _addedBy.TryAdd(typeof(T), CurrentUnit);
        return this;
    }

    /// <summary>Adds a task when a condition holds.</summary>
    public TaskSet AddIf<T>(bool condition)
        where T : BuildTask => condition ? Add<T>() : this;

    /// <summary>Removes a task if it was added before.</summary>
    public TaskSet Remove<T>()
        where T : BuildTask
    {
        if (_addedBy.Remove(typeof(T)))
            _removed.Add((typeof(T), CurrentUnit));
        return this;
    }

    /// <summary>Whether a task is chosen at this moment.</summary>
    public bool Contains<T>()
        where T : BuildTask => _addedBy.ContainsKey(typeof(T));
}
