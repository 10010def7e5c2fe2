using System.Text;
using System.Text.Json;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Syntax;

/// <summary>Reads JSON with comments and trailing commas.</summary>
internal ref struct JsonSource
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = SourceFile.LargestDepth,
    };

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly Findings _findings;
    private Utf8JsonReader _reader;

    private JsonSource(string path, string text, Findings findings)
    {
        _path = path;
        _bytes = Encoding.UTF8.GetBytes(text);
        _findings = findings;
        _reader = new(_bytes, Options);
    }

    /// <summary>The tree of a text; null when it is not JSON.</summary>
    public static Node? Read(string path, string text, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new ScalarNode(new(path, 1, 1), "", ScalarKind.Nothing);
        var source = new JsonSource(path, text, findings);
        try
        {
            source._reader.Read();
            var root = source.ReadValue();
            source._reader.Read(); // reports what follows the value
            return root;
        }
        catch (JsonException e)
        {
            findings.Error(source.PlaceOf(e), ErrorCodes.Syntax, "this is not JSON: " + Explain(e), "'jq . FILE' shows where the braces and commas do not fit (remove comments first)");
            return null;
        }
    }

    private Node ReadValue()
    {
        var place = PlaceOf((int)_reader.TokenStartIndex);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(place),
            JsonTokenType.StartArray => ReadArray(place),
            JsonTokenType.String => new ScalarNode(place, ReadString(place), ScalarKind.Text),
            JsonTokenType.Number => new ScalarNode(place, Encoding.UTF8.GetString(_reader.ValueSpan), ScalarKind.Number),
            JsonTokenType.True => new ScalarNode(place, "true", ScalarKind.Flag),
            JsonTokenType.False => new ScalarNode(place, "false", ScalarKind.Flag),
            _ => new ScalarNode(place, "", ScalarKind.Nothing),
        };
    }

    private MappingNode ReadObject(SourceLocation place)
    {
        var entries = new EntryList(_findings);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var keyPlace = PlaceOf((int)_reader.TokenStartIndex);
            var key = ReadString(keyPlace);
            _reader.Read();
            entries.Add(key, keyPlace, ReadValue());
        }

        return entries.ToMapping(place, []);
    }

    private SequenceNode ReadArray(SourceLocation place)
    {
        var items = new List<Node>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue());
        return new(place, items);
    }

    private readonly string ReadString(SourceLocation place)
    {
        try
        {
            return _reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            _findings.Error(place, ErrorCodes.BadEncoding, "this text holds half of a surrogate pair", "write both halves, or the character itself");
            return "";
        }
    }

    private readonly SourceLocation PlaceOf(JsonException e)
    {
        // The exception counts bytes in its line; a column counts characters.
        var line = (int)(e.LineNumber ?? 0);
        var start = 0;
        for (var i = 0; i < line; i++)
            start += _bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
        return PlaceOf(start + (int)(e.BytePositionInLine ?? 0));
    }

    private readonly SourceLocation PlaceOf(int index)
    {
        var before = _bytes.AsSpan(0, Math.Min(index, _bytes.Length));
        var start = before.LastIndexOf((byte)'\n') + 1;
        return new(_path, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1);
    }

    private static string Explain(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
