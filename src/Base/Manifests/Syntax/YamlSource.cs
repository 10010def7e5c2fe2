using BootstrapVz.Base.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BootstrapVz.Base.Manifests.Syntax;

/// <summary>Reads one YAML document, event by event, so that every node keeps its place.</summary>
internal sealed class YamlSource
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    private readonly string _path;
    private readonly Findings _findings;
    private readonly Parser _parser;
    private readonly Dictionary<string, Node?> _anchors = [];
    private readonly Stack<(char Bracket, Mark Place)> _open = [];
    private long _weight;

    private YamlSource(string path, string text, Findings findings)
    {
        _path = path;
        _findings = findings;
        _parser = new(new Scanner(new StringReader(text), skipComments: true));
    }

    private ParsingEvent Current => _parser.Current ?? throw new YamlException("the document ends too early");

    /// <summary>The tree of a text; null when it is not YAML.</summary>
    public static Node? Read(string path, string text, Findings findings)
    {
        var source = new YamlSource(path, text, findings);
        try
        {
            return source.ReadStream();
        }
        catch (UnusableException)
        {
            return null;
        }
        catch (YamlException e)
        {
            var place = YamlErrors.PlaceOf(path, text, e);
            findings.Error(place, ErrorCodes.Syntax, "this is not YAML: " + YamlErrors.Explain(e), source.UnclosedHint() ?? YamlErrors.HintFor(e, text, place));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException or NullReferenceException)
        {
            // YamlDotNet 16 answers some broken texts with these instead of a place; the last event read is the nearest one known.
            var place = source._parser.Current is { } last ? source.PlaceOf(last.End) : new(path, 1, 1);
            findings.Error(place, ErrorCodes.Syntax, "this is not YAML; the error is here or a little further down", source.UnclosedHint() ?? YamlErrors.GeneralHint);
        }

        return null;
    }

    private Node ReadStream()
    {
        Next();
        Next();
        if (Current is StreamEnd)
            return new ScalarNode(new(_path, 1, 1), "", ScalarKind.Nothing);
        Next();
        var root = ReadNode(depth: 0);
        Next();
        if (Current is DocumentStart second)
            throw Unusable(second.Start, ErrorCodes.NotOneMapping, "a second document begins here", "a manifest is one document; remove the '---' or put the rest in a file of its own");
        return root;
    }

    private void Next()
    {
        if (!_parser.MoveNext())
            throw new YamlException("the document ends too early");
    }

    /// <summary>Reads the node that begins at the current event and moves behind it.</summary>
    private Node ReadNode(int depth)
    {
        var begin = Current;
        if (depth > SourceFile.LargestDepth)
            throw Unusable(begin.Start, ErrorCodes.Syntax, $"this is nested more than {SourceFile.LargestDepth} levels deep", "a manifest needs fewer than ten");
        if (begin is AnchorAlias alias)
            return ReadAlias(alias);
        if (begin is not NodeEvent { Anchor: var anchor })
            throw Unusable(begin.Start, ErrorCodes.Syntax, "this is not YAML: a value is missing here", YamlErrors.GeneralHint);
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = null;
        Node node = begin switch
        {
            SequenceStart list => ReadSequence(list, depth),
            MappingStart mapping => ReadMapping(mapping, depth),
            _ => ReadScalar((Scalar)begin),
        };
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = node;
        return node;
    }

    private Node ReadAlias(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var node))
        {
            _findings.Error(PlaceOf(alias.Start), ErrorCodes.BadAlias, $"the alias '*{name}' names no anchor", TextDistance.Suggest(name, _anchors.Keys) ?? $"write '&{name}' before the value that is meant, above this line");
            node = new ScalarNode(PlaceOf(alias.Start), "", ScalarKind.Nothing);
        }

        if (node is null)
            throw Unusable(alias.Start, ErrorCodes.BadAlias, $"the alias '*{name}' stands inside the value it means", "a value cannot hold itself; write this part out");
        _weight = Math.Min(int.MaxValue, _weight + node.Weight);
        if (_weight > SourceFile.LargestWeight)
            throw Unusable(alias.Start, ErrorCodes.BadAlias, $"the aliases up to here stand for more than {SourceFile.LargestWeight} values", "repeat less");
        Next();
        return node;
    }

    private SequenceNode ReadSequence(SequenceStart begin, int depth)
    {
        CheckTag(begin.Tag, begin.Start, "seq");
        var items = new List<Node>();
        _open.Push((begin.Style == SequenceStyle.Flow ? '[' : ' ', begin.Start));
        Next();
        while (Current is not SequenceEnd)
            items.Add(ReadNode(depth + 1));
        _open.Pop();
        Next();
        return new(PlaceOf(begin.Start), items);
    }

    private MappingNode ReadMapping(MappingStart begin, int depth)
    {
        CheckTag(begin.Tag, begin.Start, "map");
        var entries = new EntryList(_findings);
        var merged = new List<Entry>();
        _open.Push((begin.Style == MappingStyle.Flow ? '{' : ' ', begin.Start));
        Next();
        while (Current is not MappingEnd)
        {
            var isMerge = Current is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (isMerge)
                Merge(value, merged);
            else if (key is ScalarNode { Text.Length: > 0 } scalar)
                entries.Add(scalar.Text, key.Location, value);
            else
                _findings.Error(key.Location, ErrorCodes.BadKey, $"a key cannot be {(key is ScalarNode ? "empty" : key.Description)}", "if this is text with a '{' or '[', put it in quotes");
        }

        _open.Pop();
        Next();
        return entries.ToMapping(PlaceOf(begin.Start), merged);
    }

    private void Merge(Node value, List<Entry> merged)
    {
        foreach (var source in value is SequenceNode list ? list.Items : [value])
        {
            if (source is MappingNode mapping)
                merged.AddRange(mapping.Entries);
            else
                _findings.Error(source.Location, ErrorCodes.BadAlias, $"'<<' merges mappings, but this is {source.Description}", "give it an alias such as '*defaults', or a list of aliases");
        }
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        var place = PlaceOf(scalar.Start);
        var kind = scalar.Style == ScalarStyle.Plain ? YamlScalars.KindOf(scalar.Value) : ScalarKind.Text;
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
        {
            CheckTag(scalar.Tag, scalar.Start, "str", "bool", "int", "float", "null");
            kind = scalar.Tag.Value == TagPrefix + "str" ? ScalarKind.Text : YamlScalars.KindOf(scalar.Value);
        }

        Next();
        return new(place, kind == ScalarKind.Nothing ? "" : scalar.Value, kind);
    }

    private void CheckTag(TagName tag, Mark place, params ReadOnlySpan<string> known)
    {
        if (tag.IsEmpty || tag.IsNonSpecific || (tag.Value.StartsWith(TagPrefix, StringComparison.Ordinal) && known.Contains(tag.Value[TagPrefix.Length..])))
            return;
        _findings.Error(PlaceOf(place), ErrorCodes.UnknownTag, $"the tag '{tag.Value.Replace(TagPrefix, "!!", StringComparison.Ordinal)}' means nothing here", "remove it; a text that begins with '!' goes in quotes");
    }

    /// <summary>Advice when the text broke off inside brackets.</summary>
    private string? UnclosedHint() =>
        _open.TryPeek(out var last) && last.Bracket != ' '
            ? $"the '{last.Bracket}' at {last.Place.Line}:{last.Place.Column} is not closed; a text that begins with '{last.Bracket}' goes in quotes"
            : null;

    private UnusableException Unusable(Mark place, string code, string message, string hint)
    {
        _findings.Error(PlaceOf(place), code, message, hint);
        return new();
    }

    private SourceLocation PlaceOf(Mark mark) => new(_path, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    /// <summary>Reading cannot go on; the reason is among the findings.</summary>
    private sealed class UnusableException : Exception;
}
