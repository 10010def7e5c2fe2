using System.Collections.Concurrent;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Base.Tasks;

/// <summary>One build while it runs: what tasks work on and share.</summary>
public sealed class BuildContext
{
    private readonly ConcurrentDictionary<Type, object> _shared = new();

    /// <summary>The manifest being built.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>The machine the build runs on.</summary>
    public required IHost Host { get; init; }

    /// <summary>Where the build tells what it does.</summary>
    public required IBuildLog Log { get; init; }

    /// <summary>Folders of this build on the host.</summary>
    public required BuildPaths Paths { get; init; }

    /// <summary>The manifest's variables, <c>{system.release}</c> and the like.</summary>
    public required Variables Variables { get; init; }

    /// <summary>The image's root directory.</summary>
    public required RootFs Root { get; init; }

    /// <summary>Runs commands inside the image's root directory.</summary>
    public required Chroot Chroot { get; init; }

    /// <summary>Packages to install.</summary>
    public required PackageList Packages { get; init; }

    /// <summary>apt sources the image gets.</summary>
    public required SourceLists Sources { get; init; }

    /// <summary>apt pinning the image gets.</summary>
    public required PreferenceLists Preferences { get; init; }

    /// <summary>A result shared between tasks, by its type; made on first use.</summary>
    public T Get<T>()
        where T : class, new() => (T)_shared.GetOrAdd(typeof(T), static _ => new T());

    /// <summary>Shares a result that cannot be made empty; replaces an earlier one.</summary>
    public void Set<T>(T value)
        where T : class => _shared[typeof(T)] = value;

    /// <summary>A result another task has shared, or null.</summary>
    public T? Find<T>()
        where T : class => _shared.TryGetValue(typeof(T), out var value) ? (T)value : null;
}

/// <summary>Folders of one build on the host.</summary>
/// <param name="Scratch">Private to this build; gone with it. The image's root directory is below it.</param>
/// <param name="Output">Where finished images are placed.</param>
/// <param name="Cache">Kept between builds and shared by builds that run at the same time.</param>
public sealed record BuildPaths(string Scratch, string Output, string Cache)
{
    /// <summary>The image's root directory on the host.</summary>
    public string Root => Path.Combine(Scratch, "root");
}
