using System.Reflection;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Tasks;

/// <summary>Makes tasks: each constructor parameter is a part of the manifest, found by its type. The less a task asks for, the fewer edits make it run again.</summary>
public sealed class TaskFactory
{
    private readonly Dictionary<Type, object> _parts;

    /// <summary>Collects what constructors may ask for: the manifest, its sections, the options of active units with their sections, and the build's settings.</summary>
    public TaskFactory(Manifest manifest, BuildSettings settings)
    {
        object[] parts =
        [
            manifest, manifest.Options, manifest.System, new SystemLocale(manifest.System.Locale, manifest.System.Charmap), manifest.Packages, manifest.Bootstrapper, manifest.Volume,
            manifest.Release, settings, .. manifest.UnitOptions.SelectMany(SectionsOf), .. manifest.System.SecureBoot is { } secureBoot ? (object[])[secureBoot] : [],
        ];
        _parts = parts.ToDictionary(p => p.GetType());
    }

    /// <summary>Makes a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="inputs">Where what its constructor asks for is noted.</param>
    /// <exception cref="TaskGraphException">Its constructor asks for something no active unit has.</exception>
    public BuildTask Create(TaskInfo task, InputLog? inputs = null)
    {
        var constructor = task.Type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        var arguments = constructor.GetParameters().Select(p => _parts.TryGetValue(p.ParameterType, out var part)
            ? Noted(part)
            : throw new TaskGraphException(
                $"task '{task}' needs '{p.ParameterType.Name}', which no active unit has",
                [task.Name],
                "a task's constructor may ask for the manifest, its sections, the options of active units and the build's settings"));
        return (BuildTask)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);

        object Noted(object part)
        {
            if (part is not BuildSettings) // nothing of it is in the image but the date, which is in every key
                inputs?.Note("options " + part.GetType().Name, Content(part));
            return part;
        }
    }

    /// <summary>The hash of a constructor's argument as it is now; null when no unit has it any more, or two have one of that name.</summary>
    public string? DigestOf(string name) =>
        name.StartsWith("options ", StringComparison.Ordinal) && _parts.Where(p => p.Key.Name == name["options ".Length..]).Take(2).ToList() is [var (_, part)]
            ? ContentText.Digest(Content(part))
            : null;

    // A unit's options, and the records in them of which there is one only.
    private static IEnumerable<object> SectionsOf(object options) => options.GetType().GetProperties()
        .Where(property => property.PropertyType.GetMethod("<Clone>$") is not null && property.GetIndexParameters().Length == 0)
        .GroupBy(property => property.PropertyType)
        .Where(group => group.Count() == 1)
        .Select(group => group.Single().GetValue(options))
        .OfType<object>()
        .Prepend(options);

    private static object Content(object part) => part is Manifest manifest ? manifest.Scalars : part;
}
