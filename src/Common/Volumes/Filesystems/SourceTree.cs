using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems;

/// <summary>A file, directory or anything else of the tree that gets an inode.</summary>
internal sealed class SourceFile(string source, string name, TreeCalls.NodeStatus status)
{
    /// <summary>One of its paths in the filesystem, one character for one byte; empty for the root directory.</summary>
    public string Name => name;

    /// <summary>The same on the host.</summary>
    public string Path => source + name;

    /// <summary>Extended attributes, sorted by name.</summary>
    /// <remarks>A tree that lies on xfs itself shows access lists a second time.</remarks>
    public IReadOnlyList<(string Name, byte[] Value)> Attributes =>
        [.. TreeCalls.Attributes(Path).Where(attribute => !attribute.Name.StartsWith("trusted.SGI_ACL_", StringComparison.Ordinal))];

    public TreeCalls.NodeStatus Status => status;

    public NodeKind Kind => status.Kind;

    public long Inode { get; set; }

    /// <summary>The directory it is in; the root directory is in itself.</summary>
    public SourceFile? Parent { get; init; }

    /// <summary>Names in it, sorted, when it is a directory.</summary>
    public List<(string Name, SourceFile File)> Names { get; } = [];

    /// <summary>Whether blocks are taken for its holes too.</summary>
    public bool HasNoHoles { get; init; }

    /// <summary>How many names it has; a directory is named by those in it too.</summary>
    public int Links { get; set; }
}

/// <summary>Reads a tree.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> Nothing = [];

    /// <summary>Everything that gets an inode, the root directory first and each directory before what is in it.</summary>
    public static List<SourceFile> Read(string source, CancellationToken ct) => Read(source, Nothing, ct);

    /// <summary>The same, where of some directories only the directory is wanted, and not what is in it.</summary>
    public static List<SourceFile> Read(string source, IReadOnlySet<string> emptied, CancellationToken ct)
    {
        var path = BytePath.FromText(source);
        var files = new List<SourceFile> { new(path, "", TreeCalls.Status(path)) { Links = 2 } };
        var linked = new Dictionary<(ulong, ulong), SourceFile>();
        for (var next = 0; next < files.Count; next++)
        {
            ct.ThrowIfCancellationRequested();
            if (files[next].Kind == NodeKind.Directory && !emptied.Contains(files[next].Name))
                ReadDirectory(path, files[next], files, linked);
        }

        return files;
    }

    /// <summary>Puts a swap file, which lies elsewhere on the host, into the root directory.</summary>
    public static void AddSwapFile(List<SourceFile> files, string swapFile)
    {
        var path = BytePath.FromText(swapFile);
        var file = new SourceFile(path[..^SwapFile.Path.Length], SwapFile.Path, TreeCalls.Status(path)) { Parent = files[0], Links = 1, HasNoHoles = true };
        files.Add(file);
        files[0].Names.Add((SwapFile.Path[1..], file));
    }

    private static void ReadDirectory(string source, SourceFile directory, List<SourceFile> files, Dictionary<(ulong, ulong), SourceFile> linked)
    {
        var names = TreeCalls.Names(directory.Path);
        names.Sort(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var path = directory.Name + "/" + name;
            var status = TreeCalls.Status(source + path);
            var key = (status.Inode, status.FileSystem);
            if (status.Kind != NodeKind.Directory && status.Links > 1 && linked.TryGetValue(key, out var known))
            {
                known.Links++;
                directory.Names.Add((name, known));
                continue;
            }

            var file = new SourceFile(source, path, status) { Parent = directory, Links = status.Kind == NodeKind.Directory ? 2 : 1 };
            if (status.Kind == NodeKind.Directory)
                directory.Links++;
            linked[key] = file;
            files.Add(file);
            directory.Names.Add((name, file));
        }
    }
}
