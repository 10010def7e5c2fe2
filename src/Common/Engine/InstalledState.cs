using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>What a tree's dpkg database says of the packages that are there.</summary>
internal sealed class InstalledState
{
    private const string Folder = "/var/lib/dpkg";
    private readonly RootFs _root;
    private readonly Dictionary<string, (string To, string By)> _diversions = [];
    private readonly Lazy<Dictionary<string, string>> _owners;

    /// <summary>Reads a database; one that is missing is empty.</summary>
    public InstalledState(RootFs root)
    {
        _root = root;
        Packages = [.. ControlFile.Paragraphs(Lines("/status")).Where(p => p["Status"]?.EndsWith(" not-installed", StringComparison.Ordinal) == false)];
        ReadDiversions();
        // USER GROUP MODE PATH each, dpkg-statoverride(1).
        HasOverrides = Lines("/statoverride").Select(line => line.Split(' ', 4)).Any(words => words.Length < 4 || !IsFile(words[3]));
        _owners = new(ReadOwners);
    }

    /// <summary>Every package that is there in some state.</summary>
    public IReadOnlyList<ControlFile> Packages { get; }

    /// <summary>Whether modes or owners are overridden (dpkg-statoverride) of what may still be unpacked: anything but files that are there.</summary>
    public bool HasOverrides { get; }

    /// <summary>Paths whose change interests a package, as triggers/File lists them.</summary>
    public IEnumerable<string> InterestingPaths => Lines("/triggers/File").Select(line => line.Split(' ')[0]).Where(path => path.Length > 0);

    /// <summary>Where a package's file goes: elsewhere when another package has diverted it.</summary>
    public string Divert(string path, string package) =>
        _diversions.TryGetValue(path, out var diversion) && diversion.By != package ? diversion.To : path;

    /// <summary>The package that has a file, or null; the path without links, relative to the root.</summary>
    public string? OwnerOf(string path) => _owners.Value.GetValueOrDefault(path);

    private bool IsFile(string path) => File.Exists(_root.Resolve(BytePath.Display(path), followLast: false));

    private IEnumerable<string> Lines(string file) =>
        _root.FileExists(Folder + file) ? File.ReadLines(_root.Resolve(Folder + file), System.Text.Encoding.Latin1) : [];

    // Three lines each: the file, its other name, the package that keeps the first; ":" is the administrator.
    private void ReadDiversions()
    {
        foreach (var lines in Lines("/diversions").Chunk(3))
        {
            if (lines is [var from, var to, var by])
                _diversions[from] = (to, by);
        }
    }

    private Dictionary<string, string> ReadOwners()
    {
        var owners = new Dictionary<string, string>();
        var folders = new Dictionary<string, string>();
        foreach (var list in _root.List(Folder + "/info", "*.list"))
        {
            var package = Path.GetFileNameWithoutExtension(list).Split(':')[0];
            foreach (var line in Lines(list[Folder.Length..]).Where(line => line.Length > 1))
            {
                var path = Divert(line, package);
                var slash = path.LastIndexOf('/');
                if (!folders.TryGetValue(path[..slash], out var folder))
                    folders[path[..slash]] = folder = BytePath.FromText(_root.Resolve(BytePath.Display(path[..slash]) + "/"))[_root.HostPath.Length..].Trim('/');
                owners[TreePaths.Join(folder, path[(slash + 1)..])] = package;
            }
        }

        return owners;
    }
}
