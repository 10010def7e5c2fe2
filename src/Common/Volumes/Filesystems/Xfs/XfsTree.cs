using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>A file, directory or anything else of the tree that gets an inode.</summary>
internal sealed class XfsFile(string source, string name, TreeCalls.NodeStatus status)
{
    /// <summary>One of its paths in the filesystem, one character for one byte; empty for the root directory.</summary>
    public string Name => name;

    /// <summary>The same on the host.</summary>
    public string Path => source + name;

    public TreeCalls.NodeStatus Status => status;

    public NodeKind Kind => status.Kind;

    public long Inode { get; set; }

    /// <summary>The directory it is in; the root directory is in itself.</summary>
    public XfsFile? Parent { get; init; }

    /// <summary>Names in it, sorted, when it is a directory.</summary>
    public List<(string Name, XfsFile File)> Names { get; } = [];

    /// <summary>Whether blocks are taken for its holes too.</summary>
    public bool HasNoHoles { get; init; }

    /// <summary>How many names it has; a directory is named by those in it too.</summary>
    public int Links { get; set; }
}

/// <summary>Reads a tree.</summary>
internal static class XfsTree
{
    /// <summary>Everything that gets an inode, the root directory first and each directory before what is in it.</summary>
    public static List<XfsFile> Read(string source, CancellationToken ct)
    {
        var path = BytePath.FromText(source);
        var files = new List<XfsFile> { new(path, "", TreeCalls.Status(path)) { Links = 2 } };
        var linked = new Dictionary<(ulong, ulong), XfsFile>();
        for (var next = 0; next < files.Count; next++)
        {
            ct.ThrowIfCancellationRequested();
            if (files[next].Kind == NodeKind.Directory)
                ReadDirectory(path, files[next], files, linked);
        }

        return files;
    }

    /// <summary>Puts a swap file, which lies elsewhere on the host, into the root directory.</summary>
    public static void AddSwapFile(List<XfsFile> files, string swapFile)
    {
        var path = BytePath.FromText(swapFile);
        var file = new XfsFile(path[..^SwapFile.Path.Length], SwapFile.Path, TreeCalls.Status(path)) { Parent = files[0], Links = 1, HasNoHoles = true };
        files.Add(file);
        files[0].Names.Add((SwapFile.Path[1..], file));
    }

    /// <summary>A file that cannot be kept.</summary>
    public static BuildException Cannot(XfsFile file, string why) =>
        new($"xfs: '{BytePath.Display(file.Name)}' {why}", "use 'filesystem: ext4'");

    private static void ReadDirectory(string source, XfsFile directory, List<XfsFile> files, Dictionary<(ulong, ulong), XfsFile> linked)
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

            var file = new XfsFile(source, path, status) { Parent = directory, Links = status.Kind == NodeKind.Directory ? 2 : 1 };
            if (status.Kind == NodeKind.Directory)
                directory.Links++;
            linked[key] = file;
            files.Add(file);
            directory.Names.Add((name, file));
        }
    }
}
