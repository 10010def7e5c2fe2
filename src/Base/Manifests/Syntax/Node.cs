using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Syntax;

/// <summary>A value as it stands in a file, whatever the file's format.</summary>
/// <param name="Location">Where it begins.</param>
internal abstract record Node(SourceLocation Location)
{
    /// <summary>What a person would call it, for messages.</summary>
    public abstract string Description { get; }

    /// <summary>How many nodes it is when every alias is written out.</summary>
    public abstract long Weight { get; }

    /// <summary>The same value, all of it at one place.</summary>
    public abstract Node At(SourceLocation place);
}

/// <summary>What a scalar is when nobody asks for something else.</summary>
internal enum ScalarKind
{
    Text,
    Number,
    Flag,
    Nothing,
}

/// <summary>A single value.</summary>
/// <param name="Location">Where it begins.</param>
/// <param name="Text">Its text, without quotes.</param>
/// <param name="Kind">What the text is by the rules of the format.</param>
internal sealed record ScalarNode(SourceLocation Location, string Text, ScalarKind Kind) : Node(Location)
{
    public override string Description => Kind switch
    {
        ScalarKind.Nothing => "nothing",
        ScalarKind.Flag => $"the truth value '{Text}'",
        ScalarKind.Number => $"the number '{Text}'",
        _ => $"the text '{(Text.Length > 60 ? Text[..60] + "…" : Text)}'",
    };

    public override long Weight => 1;

    public override Node At(SourceLocation place) => this with { Location = place };
}

/// <summary>A list.</summary>
internal sealed record SequenceNode(SourceLocation Location, IReadOnlyList<Node> Items) : Node(Location)
{
    public override string Description => "a list";

    public override long Weight { get; } = Nodes.Sum(Items);

    public override Node At(SourceLocation place) => new SequenceNode(place, [.. Items.Select(item => item.At(place))]);
}

/// <summary>One key with its value.</summary>
internal sealed record Entry(string Key, SourceLocation Location, Node Value);

/// <summary>Keys with values, in the file's order; no key twice.</summary>
internal sealed record MappingNode(SourceLocation Location, IReadOnlyList<Entry> Entries) : Node(Location)
{
    public override string Description => "a mapping";

    public override long Weight { get; } = Nodes.Sum(Entries.Select(entry => entry.Value));

    public override Node At(SourceLocation place) => new MappingNode(place, [.. Entries.Select(entry => new Entry(entry.Key, place, entry.Value.At(place)))]);

    public Entry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    public MappingNode Without(string key) => this with { Entries = [.. Entries.Where(entry => entry.Key != key)] };
}

/// <summary>What can be asked of a whole tree.</summary>
internal static class Nodes
{
    /// <summary>Weights are compared with a small limit only, so the sum need not be exact beyond it.</summary>
    public static long Sum(IEnumerable<Node> nodes) =>
        nodes.Aggregate(1L, (sum, node) => Math.Min(int.MaxValue, sum + node.Weight));

    /// <summary>The place of a path, or of its nearest parent that exists. A key's value is named by its key.</summary>
    public static SourceLocation Locate(Node root, IReadOnlyList<string> path)
    {
        var (node, place) = (root, root.Location);
        foreach (var step in path)
        {
            if (node is MappingNode mapping && mapping.Find(step) is { } entry)
                (node, place) = (entry.Value, entry.Value is ScalarNode { Kind: not ScalarKind.Nothing } ? entry.Value.Location : entry.Location);
            else if (node is SequenceNode list && int.TryParse(step, out var index) && index >= 0 && index < list.Items.Count)
                (node, place) = (list.Items[index], list.Items[index].Location);
            else
                break;
        }

        return place;
    }

    /// <summary>Every scalar by its dotted path; lists have none.</summary>
    public static IReadOnlyDictionary<string, string> Scalars(Node root)
    {
        var found = new Dictionary<string, string>();
        Collect(root, "");
        return found;

        void Collect(Node node, string path)
        {
            if (node is ScalarNode scalar && path.Length > 0)
                found[path] = scalar.Text;
            foreach (var entry in (node as MappingNode)?.Entries ?? [])
                Collect(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}");
        }
    }
}
