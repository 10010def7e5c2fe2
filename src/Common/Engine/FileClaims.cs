using System.Collections.Concurrent;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Engine;

/// <summary>A package while its files are written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Replaces">The packages whose files it may take over.</param>
/// <param name="SharedName">True for <c>Multi-Arch: same</c>, whose files another architecture's package may have too.</param>
internal sealed record PackageOwner(string Name, IReadOnlySet<string> Replaces, bool SharedName = false);

/// <summary>Which package has which file. Two that have the same path are an error unless one replaces the other.</summary>
/// <param name="installed">The packages that were there before.</param>
internal sealed class FileClaims(InstalledState installed)
{
    private readonly Dictionary<string, PackageOwner>[] _claims = [.. Enumerable.Range(0, 64).Select(_ => new Dictionary<string, PackageOwner>())];
    private readonly ConcurrentBag<(string Package, string Path)> _taken = [];

    /// <summary>Files that were taken over from packages that were there before.</summary>
    public IReadOnlyCollection<(string Package, string Path)> Taken => _taken;

    /// <summary>Writes a path unless a package that replaces this one has it.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="BuildException">Both packages have it and neither replaces the other.</exception>
    public bool Write(PackageOwner package, string path, Action write)
    {
        var claims = _claims[(uint)path.GetHashCode(StringComparison.Ordinal) % _claims.Length];
        // Held while the file is written: a path is written once, or by two packages one after the other.
        lock (claims)
        {
            if (claims.TryGetValue(path, out var other) && other != package && !package.Replaces.Contains(other.Name))
            {
                if (other.Replaces.Contains(package.Name) || (other.Name == package.Name && package.SharedName))
                    return false;
                throw Conflict(other.Name, package.Name, path);
            }

            claims[path] = package;
            write();
            return true;
        }
    }

    /// <summary>Notes that a package takes a path that is on disk already.</summary>
    /// <exception cref="BuildException">A package that was there before has it and may not be replaced.</exception>
    public void Take(PackageOwner package, string path)
    {
        if (installed.OwnerOf(path) is not { } owner || (owner == package.Name && package.SharedName))
            return;
        if (!package.Replaces.Contains(owner))
            throw Conflict(owner, package.Name, path);
        _taken.Add((owner, path));
    }

    private static BuildException Conflict(string first, string second, string path) =>
        new($"the packages '{first}' and '{second}' both have '/{BytePath.Display(path)}'", "leave one of them out");
}
