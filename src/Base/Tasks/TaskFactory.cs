using System.Reflection;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Tasks;

/// <summary>Makes tasks: each constructor parameter is a part of the manifest, found by its type.</summary>
public sealed class TaskFactory
{
    private readonly Dictionary<Type, object> _parts;

    /// <summary>Collects what constructors may ask for: the manifest, its sections and the options of active units.</summary>
    public TaskFactory(Manifest manifest)
    {
        object[] parts =
        [
            manifest, manifest.Options, manifest.System, manifest.Packages, manifest.Bootstrapper, manifest.Volume,
            manifest.Release, .. manifest.UnitOptions,
        ];
        _parts = parts.ToDictionary(p => p.GetType());
    }

    /// <summary>Makes a task.</summary>
    /// <exception cref="TaskGraphException">Its constructor asks for something no active unit has.</exception>
    public BuildTask Create(TaskInfo task)
    {
        var constructor = task.Type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        var arguments = constructor.GetParameters().Select(p => _parts.TryGetValue(p.ParameterType, out var part)
            ? part
            : throw new TaskGraphException(
                $"task '{task}' needs '{p.ParameterType.Name}', which no active unit has",
                [task.Name],
                "a task's constructor may ask for the manifest, its sections and the options of active units"));
        return (BuildTask)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);
    }
}
