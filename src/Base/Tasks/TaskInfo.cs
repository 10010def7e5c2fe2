using System.Reflection;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Tasks;

/// <summary>What a task's attributes say.</summary>
public sealed class TaskInfo
{
    private TaskInfo(Type type, TaskAttribute task)
    {
        Type = type;
        Phase = task.Phase;
        Description = task.Description;
        var attributes = type.GetCustomAttributes(inherit: false);
        After = [.. attributes.Where(a => IsGeneric(a, typeof(AfterAttribute<>))).Select(a => ((EdgeAttribute)a).Other)];
        Before = [.. attributes.Where(a => IsGeneric(a, typeof(BeforeAttribute<>))).Select(a => ((EdgeAttribute)a).Other)];
        Undo = attributes.OfType<RolledBackByAttribute>().FirstOrDefault()?.Undo;
        Keeps = attributes.OfType<KeepsTreeAttribute>().FirstOrDefault()?.Name;
        SeesEverything = attributes.OfType<SeesEverythingAttribute>().Any();
        Touches = type.GetCustomAttribute<TouchesAttribute>(inherit: true)?.Places;
        EveryBuild = attributes.OfType<EveryBuildAttribute>().Any();
    }

    /// <summary>The task's class.</summary>
    public Type Type { get; }

    /// <summary>When it runs.</summary>
    public Phase Phase { get; }

    /// <summary>What is shown while it runs.</summary>
    public string Description { get; }

    /// <summary>Tasks it comes after.</summary>
    public IReadOnlyList<Type> After { get; }

    /// <summary>Tasks it comes before.</summary>
    public IReadOnlyList<Type> Before { get; }

    /// <summary>The task that undoes it, or null.</summary>
    public Type? Undo { get; }

    /// <summary>What the tree is called that is kept after this task, or null.</summary>
    public string? Keeps { get; }

    /// <summary>Whether it may depend on things this program cannot see.</summary>
    public bool SeesEverything { get; }

    /// <summary>Whether it runs also when the tree with its result comes from the cache.</summary>
    public bool EveryBuild { get; }

    /// <summary>What it reads and writes; null when that is not known.</summary>
    public IReadOnlyList<string>? Touches { get; }

    /// <summary>Whether the two may run at the same time, edges aside: they touch nothing in common.</summary>
    public bool LiesApartFrom(TaskInfo other) =>
        Phase == other.Phase && Touches is { } mine && other.Touches is { } others && !mine.Any(place => others.Any(o => IsIn(place, o) || IsIn(o, place)));

    /// <summary>The name in plans and errors: namespace and class without the program's own prefix.</summary>
    public string Name => Type.FullName!.StartsWith("BootstrapVz.", StringComparison.Ordinal)
        ? Type.FullName["BootstrapVz.".Length..]
        : Type.FullName;

    /// <summary>Reads a task's attributes.</summary>
    /// <exception cref="TaskGraphException">It has no <see cref="TaskAttribute"/>.</exception>
    public static TaskInfo Of(Type type) =>
        type.GetCustomAttribute<TaskAttribute>() is { } task
            ? new(type, task)
            : throw new TaskGraphException($"task '{type.FullName}' has no [Task] attribute", [type.FullName!], "say its phase and description with [Task(Phase.…, \"…\")]");

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static bool IsIn(string place, string outer) => place == outer || place.StartsWith(outer.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static bool IsGeneric(object attribute, Type definition) =>
        attribute.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == definition;
}
