using BootstrapVz.Common.Comparison.Causes;
using BootstrapVz.Common.Inspection;

namespace BootstrapVz.Common.Comparison;

/// <summary>Compares the files of two disks.</summary>
internal static class FileComparer
{
    /// <summary>Every path that differs, sorted.</summary>
    public static IEnumerable<FileChange> Compare(
        IReadOnlyDictionary<string, TreeFile> first, IReadOnlyDictionary<string, TreeFile> second, CauseFinder? causes, CancellationToken ct)
    {
        foreach (var path in first.Keys.Union(second.Keys).Order(StringComparer.Ordinal))
        {
            var (left, right) = (first.GetValueOrDefault(path), second.GetValueOrDefault(path));
            if (Compare(path, left, right, ct) is { } change)
                yield return change with { Cause = causes?.Find(change, left?.Entry.Content, right?.Entry.Content) };
        }
    }

    private static FileChange? Compare(string path, TreeFile? first, TreeFile? second, CancellationToken ct)
    {
        if (first is null || second is null)
            return new(path, first is null ? ChangeKind.Added : ChangeKind.Removed, first?.Entry.Size, second?.Entry.Size, [], null, null);
        var changes = PropertyComparer.Compare(Properties(first.Entry), Properties(second.Entry));
        var content = Content(first, second, ct);
        return changes.Count == 0 && content is null
            ? null
            : new(path, ChangeKind.Changed, first.Entry.Size, second.Entry.Size, changes, content, null);
    }

    private static IEnumerable<KeyValuePair<string, string>> Properties(FileEntry entry) => entry.Properties.Prepend(new("kind", entry.Kind));

    private static ContentChange? Content(TreeFile first, TreeFile second, CancellationToken ct)
    {
        if (first.Entry.Content is not { } left || second.Entry.Content is not { } right || ByteComparer.Compare(left, right, ct).First is not { } found)
            return null;
        var isLeft = left.PlaceOf(found) is not null && found < left.Length;
        return new(found, (isLeft ? first : second).Part.Name, isLeft ? left.PlaceOf(found) : right.PlaceOf(found));
    }
}

/// <summary>Compares named values.</summary>
internal static class PropertyComparer
{
    /// <summary>Those that differ, in the order in which they are told.</summary>
    public static IReadOnlyList<Change> Compare(IEnumerable<KeyValuePair<string, string>> first, IEnumerable<KeyValuePair<string, string>> second)
    {
        var (left, right) = (first.ToList(), second.ToDictionary());
        var known = left.ToDictionary();
        return
        [
            .. left.Select(p => p.Key).Concat(right.Keys.Where(key => !known.ContainsKey(key)))
                .Select(key => new Change(key, known.GetValueOrDefault(key), right.GetValueOrDefault(key)))
                .Where(change => change.First != change.Second),
        ];
    }
}
