using System.Text.RegularExpressions;

namespace BootstrapVz.Common.Inspection.Lvm;

/// <summary>LVM's metadata as a tree: sections with values, a list's joined by commas.</summary>
/// <remarks>Source: lvm.conf(5), "SYNTAX", whose form it has.</remarks>
internal sealed partial class LvmSection
{
    private readonly Dictionary<string, string> _values = [];
    private readonly Dictionary<string, LvmSection> _sections = [];

    public IReadOnlyDictionary<string, LvmSection> Sections => _sections;

    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>Reads a text; what cannot be read ends it.</summary>
    public static LvmSection Parse(string text)
    {
        var words = new Queue<string>(Word().Matches(text).Select(match => match.Value).Where(word => word[0] != '#'));
        return Parse(words);
    }

    public LvmSection? Find(string name) => _sections.GetValueOrDefault(name);

    public long Number(string name) => long.TryParse(this[name], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static LvmSection Parse(Queue<string> words)
    {
        var section = new LvmSection();
        while (words.TryDequeue(out var name) && name != "}")
        {
            if (words.TryDequeue(out var sign) && sign == "{")
                section._sections[name] = Parse(words);
            else if (sign == "=" && words.TryDequeue(out var value))
                section._values[name] = value == "[" ? List(words) : value.Trim('"');
        }

        return section;
    }

    private static string List(Queue<string> words)
    {
        var items = new List<string>();
        while (words.TryDequeue(out var word) && word != "]")
        {
            if (word != ",")
                items.Add(word.Trim('"'));
        }

        return string.Join(',', items);
    }

    [GeneratedRegex("#[^\n]*|\"(\\\\.|[^\"\\\\])*\"|[\\w.+-]+|[{}=\\[\\],]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
