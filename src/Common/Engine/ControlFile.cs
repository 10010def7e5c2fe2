using System.Text;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// A paragraph in the format of Debian control files: fields with continuation lines; see deb-control(5). Blanks at the end of a line
/// are kept when it is written again, as dpkg keeps them.
/// </summary>
internal sealed class ControlFile
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    /// <summary>Reads the first paragraph of a text.</summary>
    public static ControlFile Parse(string text) => Paragraphs(text.Split('\n')).FirstOrDefault() ?? new();

    /// <summary>Reads paragraph after paragraph.</summary>
    public static IEnumerable<ControlFile> Paragraphs(IEnumerable<string> lines)
    {
        var paragraph = new ControlFile();
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (paragraph._fields.Count > 0)
                    yield return paragraph;
                paragraph = new();
            }
            else if (line[0] != '#')
            {
                paragraph.AddLine(line);
            }
        }

        if (paragraph._fields.Count > 0)
            yield return paragraph;
    }

    /// <summary>A field's value, continuation lines and all, or null.</summary>
    public string? this[string name] =>
        _fields.Find(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.TrimEnd();

    /// <summary>Names in a relation field, those of alternatives among them; versions and architectures left out.</summary>
    public IEnumerable<string> Names(string field) => Alternatives(field).SelectMany(names => names);

    /// <summary>The names in a relation field, for each relation those of its alternatives; see deb-control(5).</summary>
    public IEnumerable<string[]> Alternatives(string field) =>
        (this[field] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(relation => relation.Split('|', StringSplitOptions.TrimEntries).Select(name => name.Split(' ', '(', '[', ':')[0]).ToArray());

    /// <summary>Sets a field after another one, or at the end.</summary>
    public void Insert(string name, string value, string after)
    {
        var place = _fields.FindIndex(field => field.Key.Equals(after, StringComparison.OrdinalIgnoreCase));
        _fields.Insert(place < 0 ? _fields.Count : place + 1, new(name, value));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _fields)
            text.Append(name).Append(value.StartsWith('\n') ? ":" : ": ").Append(value).Append('\n');
        return text.ToString();
    }

    private void AddLine(string line)
    {
        if (line[0] is ' ' or '\t')
        {
            if (_fields.Count > 0)
                _fields[^1] = new(_fields[^1].Key, _fields[^1].Value + "\n" + line);
            return;
        }

        var colon = line.IndexOf(':');
        if (colon > 0)
            _fields.Add(new(line[..colon], line[(colon + 1)..].TrimStart()));
    }
}
