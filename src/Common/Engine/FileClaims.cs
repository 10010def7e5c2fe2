using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Engine;

/// <summary>A package while its files are written.</summary>
/// <param name="Order">Its place among the packages; decides what must not depend on timing.</param>
/// <param name="Name">Its name.</param>
/// <param name="Replaces">The packages whose files it may take over.</param>
/// <param name="SharedName">True for <c>Multi-Arch: same</c>, whose files another architecture's package may have too.</param>
internal sealed record PackageOwner(int Order, string Name, IReadOnlySet<string> Replaces, bool SharedName = false);

/// <summary>Which package has which file. Two that have the same path are an error unless one replaces the other.</summary>
internal sealed class FileClaims
{
    private readonly Dictionary<string, PackageOwner>[] _claims = [.. Enumerable.Range(0, 64).Select(_ => new Dictionary<string, PackageOwner>())];

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
                throw new BuildException(
                    $"the packages '{other.Name}' and '{package.Name}' both have '/{BytePath.Display(path)}'",
                    "leave one of them out");
            }

            claims[path] = package;
            write();
            return true;
        }
    }
}
