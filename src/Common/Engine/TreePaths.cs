using System.Collections.Concurrent;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Finds directories of a tree by the names packages use, links followed inside the tree as chroot(2) would. A directory that was
/// found is never removed or replaced while unpacking, so its path without links stays true and can be used without following any.
/// </summary>
internal sealed class TreePaths(int root)
{
    private const int MaximumLinks = 40; // as the kernel's MAXSYMLINKS, path_resolution(7)

    private readonly ConcurrentDictionary<string, string> _known = new() { [""] = "" };

    /// <summary>Cuts a member's name into its directory and last part, both without a leading slash.</summary>
    /// <exception cref="InvalidDataException">The name is absolute or leads out of the tree.</exception>
    public static (string Directory, string Name) Split(string member)
    {
        var path = member.StartsWith("./", StringComparison.Ordinal) ? member[2..] : member;
        path = path.TrimEnd('/');
        if (path is "" or ".")
            return ("", "");
        if (path.StartsWith('/') || path.Contains('\0') || path.Split('/').Any(part => part is ".." or "." or ""))
            throw new InvalidDataException($"the name '{BytePath.Display(member)}' leads out of the tree");
        var slash = path.LastIndexOf('/');
        return slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
    }

    /// <summary>The path of a directory with no link in it, relative to the root; directories that are missing are made.</summary>
    public string Directory(string path) => Resolve(path, 0);

    /// <summary>Joins a directory's path and a name.</summary>
    public static string Join(string directory, string name) => directory.Length == 0 ? name : name.Length == 0 ? directory : directory + "/" + name;

    private string Resolve(string path, int links)
    {
        if (_known.TryGetValue(path, out var known))
            return known;
        var slash = path.LastIndexOf('/');
        var parent = slash < 0 ? "" : Resolve(path[..slash], links);
        var resolved = Step(parent, path[(slash + 1)..], links);
        _known[path] = resolved;
        return resolved;
    }

    private string Step(string parent, string name, int links)
    {
        if (name is "" or ".")
            return parent;
        if (name == "..")
            return parent.LastIndexOf('/') is >= 0 and var slash ? parent[..slash] : "";
        var path = Join(parent, name);
        while (true)
        {
            var kind = Syscalls.Stat(root, path);
            if (kind is { IsDirectory: true })
                return path;
            if (kind is { IsSymlink: true })
                return Follow(parent, Syscalls.ReadLink(root, path), links + 1);
            if (kind is not null)
                throw new InvalidDataException($"'/{BytePath.Display(path)}' is not a directory");
            if (Syscalls.MakeDirectory(root, path, 0x1ED) != 0 && Syscalls.Error != Syscalls.Exists)
                throw Syscalls.Failure("make the directory", path);
        }
    }

    private string Follow(string parent, string target, int links)
    {
        if (links > MaximumLinks)
            throw new InvalidDataException($"too many symbolic links at '/{BytePath.Display(parent)}'");
        var at = target.StartsWith('/') ? "" : parent;
        foreach (var part in target.Split('/'))
            at = Step(at, part, links);
        return at;
    }
}
