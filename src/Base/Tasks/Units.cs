using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Tasks;

/// <summary>Marks a provider and gives its name in manifests.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ProviderAttribute(string name) : Attribute
{
    /// <summary>The value of <c>provider.name</c>.</summary>
    public string Name { get; } = name;
}

/// <summary>Marks a plugin and gives its name in manifests.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginAttribute(string name) : Attribute
{
    /// <summary>The key under <c>plugins</c>.</summary>
    public string Name { get; } = name;
}

/// <summary>
/// What contributes tasks to a build. A unit's constructor takes its options record, or nothing when it has no settings.
/// </summary>
public abstract class Unit
{
    /// <summary>Adds and removes tasks. Whether a task runs is decided here and nowhere else, so the plan is the truth.</summary>
    public abstract void Resolve(TaskSet tasks, Manifest manifest);

    /// <summary>Reports what the options record alone cannot know, for example two settings that exclude each other.</summary>
    public virtual void Validate(ManifestChecker check, Manifest manifest)
    {
    }
}

/// <summary>Adds to an image what the user asked for under <c>plugins</c>. Plugins resolve in the manifest's order, after the provider.</summary>
public abstract class Plugin : Unit;

/// <summary>Builds for one target.</summary>
public abstract class Provider : Unit
{
    /// <summary>What the provider can build; used by validation, schema and documentation alike.</summary>
    public abstract ProviderSupport Support { get; }
}

/// <summary>What a provider can build, as data.</summary>
public sealed record ProviderSupport
{
    /// <summary>Values of <c>volume.backing</c>.</summary>
    public required IReadOnlyList<string> Backings { get; init; }

    /// <summary>Values of <c>volume.partitions.type</c>.</summary>
    public required IReadOnlyList<string> PartitionMaps { get; init; }

    /// <summary>Values of <c>system.bootloader</c>.</summary>
    public required IReadOnlyList<string> Bootloaders { get; init; }

    /// <summary>Values of <c>system.architecture</c>.</summary>
    public required IReadOnlyList<string> Architectures { get; init; }

    /// <summary>The oldest release that can be built, by codename; older ones still validate and plan.</summary>
    public required string OldestRelease { get; init; }
}
