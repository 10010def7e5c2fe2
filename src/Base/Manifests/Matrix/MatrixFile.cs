using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Matrix;

/// <summary>Reads a file whose top key is <c>matrix</c>: manifests, axes, what is left out and what is added.</summary>
internal sealed class MatrixFile
{
    private const string Top = "matrix";
    private const string ManifestKey = "manifest";
    private static readonly string[] Keys = ["manifests", "axes", "exclude", "include"];

    private readonly string _path;
    private readonly Findings _findings;

    private MatrixFile(string path, Findings findings) => (_path, _findings) = (path, findings);

    /// <summary>The axes.</summary>
    public IReadOnlyList<MatrixAxis> Axes { get; private set; } = [];

    /// <summary>Every manifest with every value, without what is excluded, and what is included.</summary>
    public IReadOnlyList<Combination> Combinations { get; private set; } = [];

    /// <summary>Reads a file; null when it is no matrix but, as far as one can see, a manifest.</summary>
    public static MatrixFile? Read(string path, Findings findings)
    {
        // What is wrong with a manifest is said when it is read as one.
        var found = new Findings();
        if (SourceFile.Read(path, found)?.Find(Top) is not { } top)
            return null;
        findings.AddRange(found.All);
        var file = new MatrixFile(path, findings);
        file.Take(top);
        return file;
    }

    private void Take(Entry top)
    {
        if (top.Value is not MappingNode matrix)
        {
            _findings.Error(top.Location, ErrorCodes.WrongKind, $"'{Top}' is {top.Value.Description}, but should be a mapping", "it holds " + Keys.QuotedList());
            return;
        }

        foreach (var entry in matrix.Entries.Where(entry => !Keys.Contains(entry.Key)))
            _findings.Error(entry.Location, ErrorCodes.UnknownSetting, $"'{Top}' has no setting {entry.Key.Quoted()}", TextDistance.Suggest(entry.Key, Keys) ?? $"its settings are {string.Join(", ", Keys)}; settings of manifests go below 'axes'");
        if (matrix.Find("manifests") is null)
            _findings.Error(top.Location, ErrorCodes.MissingSetting, $"'{Top}' lacks the setting 'manifests'", "add 'manifests: […]', paths relative to this file");
        var manifests = List(matrix, "manifests").OfType<ScalarNode>().Select(item => InFolder(item.Text)).ToList();
        Axes = [.. Mapping(matrix, "axes").Select(entry => MatrixAxis.From(entry.Key, entry.Location, entry.Value, _findings)).OfType<MatrixAxis>()];
        var original = Combination.All(manifests, Axes);
        var kept = original.ToList();
        foreach (var entry in Entries(matrix, "exclude").Where(Known))
            kept.RemoveAll(cell => Matches(cell, entry.Entries));
        Combinations = Include(kept, manifests, Entries(matrix, "include"));
    }

    // As continuous integration services do it: an entry whose axis values some cells have extends those, any other is a cell of its own.
    private List<Combination> Include(List<Combination> cells, IReadOnlyList<string> manifests, IReadOnlyList<MappingNode> entries)
    {
        var original = cells.Count;
        foreach (var entry in entries)
        {
            var keys = entry.Entries.Where(part => part.Key == ManifestKey || Axes.Any(axis => axis.Setting == part.Key)).ToList();
            var more = entry.Entries.Except(keys).Select(Override).ToList();
            var matching = Enumerable.Range(0, original).Where(index => Matches(cells[index], keys)).ToList();
            foreach (var index in matching)
                cells[index] = cells[index].With(more);
            if (matching.Count > 0)
                continue;
            var own = entry.Entries.Where(part => part.Key != ManifestKey).Select(Override).ToList();
            var named = entry.Find(ManifestKey)?.Value is ScalarNode name ? [InFolder(name.Text)] : manifests;
            cells.AddRange(named.Select(manifest => new Combination(manifest, own)));
        }

        return cells;
    }

    private static ManifestOverride Override(Entry entry) => new(entry.Key, FlowText.Of(entry.Value), entry.Value.Location);

    private bool Matches(Combination cell, IReadOnlyList<Entry> parts) => parts.All(part => part.Key == ManifestKey
        ? part.Value is ScalarNode name && cell.Manifest == InFolder(name.Text)
        : cell.Overrides.Any(value => value.Setting == part.Key && value.Text == Override(part).Text));

    // What is excluded and is not there was probably meant otherwise.
    private bool Known(MappingNode entry)
    {
        var errors = _findings.All.Count;
        foreach (var part in entry.Entries.Where(part => part.Key != ManifestKey))
        {
            if (Axes.FirstOrDefault(axis => axis.Setting == part.Key) is not { } axis)
                _findings.Error(part.Location, ErrorCodes.BadMatrix, $"there is no axis {part.Key.Quoted()}", TextDistance.Suggest(part.Key, Axes.Select(other => other.Setting)) ?? "the axes are " + Axes.Select(other => other.Setting).QuotedList());
            else if (axis.Values.All(value => value.Text != Override(part).Text))
                _findings.Error(part.Value.Location, ErrorCodes.BadMatrix, $"the axis {part.Key.Quoted()} has no value {Override(part).Text.Quoted()}", TextDistance.Suggest(Override(part).Text, axis.Values.Select(value => value.Text)) ?? "its values are " + axis.Values.Select(value => value.Text).QuotedList());
        }

        return _findings.All.Count == errors;
    }

    private string InFolder(string path) => Path.Combine(Path.GetDirectoryName(_path) ?? "", path);

    private IReadOnlyList<Entry> Mapping(MappingNode matrix, string key) => Section<MappingNode>(matrix, key, "a mapping from settings to lists of values")?.Entries ?? [];

    private IReadOnlyList<Node> List(MappingNode matrix, string key) => Section<SequenceNode>(matrix, key, "a list")?.Items ?? [];

    private List<MappingNode> Entries(MappingNode matrix, string key)
    {
        var items = List(matrix, key);
        foreach (var item in items.Where(item => item is not MappingNode))
            _findings.Error(item.Location, ErrorCodes.WrongKind, $"'{key}' holds {item.Description}, but should hold mappings from settings to values", "write '{system.release: trixie}'");
        return [.. items.OfType<MappingNode>()];
    }

    private T? Section<T>(MappingNode matrix, string key, string expected)
        where T : Node
    {
        if (matrix.Find(key) is { } entry && entry.Value is not T)
            _findings.Error(entry.Value.Location, ErrorCodes.WrongKind, $"'{Top}.{key}' is {entry.Value.Description}, but should be {expected}", null);
        return matrix.Find(key)?.Value as T;
    }
}
