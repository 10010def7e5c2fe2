using System.Text;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Inspection;

/// <summary>A file of a disk.</summary>
/// <param name="Part">The part of the disk it is in.</param>
/// <param name="Entry">The file.</param>
public sealed record TreeFile(DiskPart Part, FileEntry Entry);

/// <summary>All files of a disk under the paths they have when it runs.</summary>
public static class DiskTree
{
    private const string Fstab = "/etc/fstab";
    private const string Status = "/var/lib/dpkg/status";

    /// <summary>Puts the filesystems together as the fstab in one of them says; others stand below their part's name.</summary>
    public static IReadOnlyDictionary<string, TreeFile> Of(ImageDisk disk)
    {
        var readable = disk.Parts.Where(p => p.Filesystem.Files is not null).ToList();
        var root = readable.FirstOrDefault(p => p.Filesystem.Files!.ContainsKey(Fstab)) ?? readable.FirstOrDefault(p => p.Filesystem.Files!.ContainsKey("/etc"));
        var mountPoints = root?.Filesystem.Files!.GetValueOrDefault(Fstab)?.Content is { } fstab ? MountPoints(Text(fstab)) : [];
        var tree = new Dictionary<string, TreeFile>();
        // What is mounted on a directory hides it, so the longer mount point comes later.
        foreach (var (part, prefix) in readable.Select(p => (p, Prefix(p))).OrderBy(p => p.Item2.Length))
        {
            foreach (var (path, entry) in part.Filesystem.Files!)
                tree[prefix.Length == 0 ? path : path == "/" ? prefix : prefix + path] = new(part, entry);
        }

        return tree;

        string Prefix(DiskPart part) =>
            part == root || disk.Parts.Count == 1 ? "" : mountPoints.FirstOrDefault(m => IsMeant(m.Source, part)).Path ?? $"({part.Name})";
    }

    /// <summary>The packages that are installed: version by <c>name:architecture</c>.</summary>
    public static IReadOnlyDictionary<string, string> Packages(IReadOnlyDictionary<string, TreeFile> tree) =>
        tree.GetValueOrDefault(Status)?.Entry.Content is not { } content
            ? new Dictionary<string, string>()
            : ControlFile.Paragraphs(Text(content).Split('\n'))
                .Where(p => p["Status"]?.EndsWith(" installed", StringComparison.Ordinal) == true)
                .GroupBy(p => $"{p["Package"]}:{p["Architecture"]}")
                .ToDictionary(p => p.Key, p => p.Last()["Version"] ?? "");

    /// <summary>A file's text; null when there is no file of that path.</summary>
    internal static string? Text(IReadOnlyDictionary<string, TreeFile> tree, string path) =>
        tree.GetValueOrDefault(path)?.Entry.Content is { } content ? Text(content) : null;

    internal static IReadOnlyList<(string Source, string Path)> MountPoints(string fstab) =>
    [
        .. fstab.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length >= 2 && words[0][0] != '#' && words[1].StartsWith('/'))
            .Select(words => (words[0], words[1].TrimEnd('/'))),
    ];

    private static bool IsMeant(string source, DiskPart part)
    {
        var (tag, value) = source.Split('=', 2) is [var left, var right] ? (left, right.Trim('"')) : ("", source);
        var property = tag switch { "UUID" => "filesystem uuid", "PARTUUID" => "uuid", "PARTLABEL" => "name", "" => "device", _ => null };
        return property is not null && part.Properties.TryGetValue(property, out var own) && own.Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    private static string Text(FileBytes content) => Encoding.UTF8.GetString(content.Take(0, content.Length));
}
