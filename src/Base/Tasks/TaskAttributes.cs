namespace BootstrapVz.Base.Tasks;

/// <summary>Says in which phase a task runs and what is shown while it does.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskAttribute(Phase phase, string description) : Attribute
{
    /// <summary>The phase the task runs in.</summary>
    public Phase Phase { get; } = phase;

    /// <summary>Present participle, no full stop: <c>Generating the locale</c>.</summary>
    public string Description { get; } = description;
}

/// <summary>An order between two tasks. It only orders; it never pulls a task in.</summary>
public abstract class EdgeAttribute(Type other) : Attribute
{
    /// <summary>The task at the other end.</summary>
    public Type Other { get; } = other;
}

/// <summary>The task runs after <typeparamref name="T"/> when both run.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AfterAttribute<T>() : EdgeAttribute(typeof(T))
    where T : BuildTask;

/// <summary>The task runs before <typeparamref name="T"/> when both run.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BeforeAttribute<T>() : EdgeAttribute(typeof(T))
    where T : BuildTask;

/// <summary>Names the task that undoes this one; see docs/design/rollback.md.</summary>
public abstract class RolledBackByAttribute(Type undo) : Attribute
{
    /// <summary>The task that undoes.</summary>
    public Type Undo { get; } = undo;
}

/// <summary>
/// <typeparamref name="T"/> runs when this task completed, something failed later, and <typeparamref name="T"/> has not run yet.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RolledBackByAttribute<T>() : RolledBackByAttribute(typeof(T))
    where T : BuildTask;

/// <summary>The tree is kept after this task, for builds that would make the same; see docs/design/layers.md.</summary>
/// <param name="name">What is there then.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KeepsTreeAttribute(string name) : Attribute
{
    /// <summary>What is there then.</summary>
    public string Name { get; } = name;
}

/// <summary>The task may depend on anything of the host, so nothing after it is kept for later builds.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SeesEverythingAttribute : Attribute;

/// <summary>
/// Everything the task reads or writes beside the programs and libraries of packages, so that it may run at the same time as tasks that touch
/// other things. A task that does not say runs alone; see docs/design/tasks.md.
/// </summary>
/// <param name="places">Paths of the image, each with all below it, or names of things that are several files.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TouchesAttribute(params string[] places) : Attribute
{
    /// <summary>The users' and groups' databases: passwd(5), group(5), shadow(5), gshadow(5) and their copies.</summary>
    public const string Accounts = "accounts";

    /// <summary>Paths and names.</summary>
    public IReadOnlyList<string> Places { get; } = places;
}

/// <summary>The task's result is not in the tree: it runs also when the tree comes from the cache.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EveryBuildAttribute : Attribute;
