using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Packages;

/// <summary>A package to install from a source.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Target">The suite to take it from, or null for apt's choice.</param>
public sealed record RemotePackage(string Name, string? Target)
{
    /// <inheritdoc/>
    public override string ToString() => Target is null ? Name : $"{Name}/{Target}";
}

/// <summary>The packages to install, in the order they were queued. Names and targets are already expanded.</summary>
public sealed class PackageList(string defaultTarget, SourceLists sources)
{
    private readonly List<RemotePackage> _remote = [];
    private readonly List<string> _local = [];
    private readonly HashSet<string> _include = [];
    private readonly HashSet<string> _exclude = [];
    private bool _closed;

    /// <summary>Packages from sources.</summary>
    public IReadOnlyList<RemotePackage> Remote => _remote;

    /// <summary>.deb files on the host.</summary>
    public IReadOnlyList<string> Local => _local;

    /// <summary>Packages added to the minimal system, sorted.</summary>
    public IReadOnlyList<string> BootstrapIncludes => [.. _include.Order(StringComparer.Ordinal)];

    /// <summary>Packages left out of the minimal system, sorted.</summary>
    public IReadOnlyList<string> BootstrapExcludes => [.. _exclude.Order(StringComparer.Ordinal)];

    /// <summary>Queues a package. Queueing it twice is once; the default target and none are the same.</summary>
    /// <exception cref="BuildException">It is queued for another target already, or no source has the target.</exception>
    public void Add(string name, string? target = null)
    {
        RequireOpen(name);
        if (target == defaultTarget)
            target = null;
        if (_remote.Find(package => package.Name == name) is { } queued)
        {
            if (queued.Target != target && target is not null && queued.Target is not null)
                throw new BuildException($"package '{name}' is wanted from '{queued.Target}' and from '{target}'", "name one target for it");
            if (queued.Target is null && target is not null)
                _remote[_remote.IndexOf(queued)] = queued with { Target = target };
            return;
        }

        if (target is not null && !sources.HasTarget(target))
        {
            throw new BuildException(
                $"package '{name}' is wanted from '{target}', but no source has that suite",
                $"add a source with the suite '{target}' under packages.sources");
        }

        _remote.Add(new(name, target));
    }

    /// <summary>Queues a .deb file on the host.</summary>
    public void AddLocal(string path)
    {
        RequireOpen(path);
        if (!_local.Contains(path))
            _local.Add(path);
    }

    /// <summary>Adds a package to the minimal system.</summary>
    public void IncludeInBootstrap(string name) => _include.Add(name);

    /// <summary>Leaves a package out of the minimal system.</summary>
    public void ExcludeFromBootstrap(string name) => _exclude.Add(name);

    /// <summary>Says that packages are chosen now: nothing can be queued from here on.</summary>
    public void Close() => _closed = true;

    private void RequireOpen(string name)
    {
        if (_closed)
            throw new BuildException($"package '{name}' is queued after packages were chosen", "the task that queues it has to come before PackagesQueued");
    }
}
