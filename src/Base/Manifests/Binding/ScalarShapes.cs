using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>Any text; a number is taken as it is written.</summary>
internal sealed class TextShape : ScalarShape
{
    public override string Meaning => "a text";

    public override object? Parse(string text) => text;
}

/// <summary>True or false.</summary>
internal sealed class FlagShape : ScalarShape
{
    public override string Meaning => "true or false";

    public override object? Parse(string text) => YamlScalars.IsTrue(text) ? true : YamlScalars.IsFalse(text) ? false : null;

    protected override bool Accepts(ScalarKind kind) => kind == ScalarKind.Flag;

    protected override string HintFor(Node node) =>
        node is ScalarNode { Kind: ScalarKind.Text } text && Parse(text.Text) is not null ? "remove the quotes" : "write true or false";
}

/// <summary>A whole number.</summary>
internal sealed partial class IntegerShape(Type type) : ScalarShape
{
    public override string Meaning => "a whole number";

    public override string Pattern => "-?(0|[1-9][0-9]*)";

    // A leading zero is octal in YAML 1.1 and decimal to most readers, so it is refused.
    public override object? Parse(string text)
    {
        if (!Rule().IsMatch(text) || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return null;
        if (type == typeof(long))
            return value;
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : null;
    }

    protected override bool Accepts(ScalarKind kind) => kind == ScalarKind.Number;

    protected override string HintFor(Node node) =>
        node is ScalarNode { Kind: ScalarKind.Text } text && Parse(text.Text) is not null ? "remove the quotes" : "write a number such as 8";

    protected override string? HintForText(string text) => text.StartsWith('0') ? "remove the leading zero" : "write a number such as 8";

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9]*)\z")]
    private static partial Regex Rule();
}

/// <summary>A number with or without a fraction.</summary>
internal sealed class FractionShape : ScalarShape
{
    public override string Meaning => "a number";

    public override object? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    protected override bool Accepts(ScalarKind kind) => kind == ScalarKind.Number;
}

/// <summary>An address with a scheme.</summary>
internal sealed class AddressShape : ScalarShape
{
    public override string Meaning => "an address such as 'http://host/path'";

    public override string Noun => "address";

    public override string Pattern => @"[A-Za-z][A-Za-z0-9+.\-]*:[^\s]+";

    // Uri takes an absolute path for a file address; a manifest has to say file:// when it means that.
    public override object? Parse(string text) =>
        text.Contains("://", StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace) && Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;

    protected override string? HintForText(string text) => "begin with http:// or https:// and a host";
}

/// <summary>One of the members of an enumeration, in snake_case or with hyphens; <c>true</c> and <c>false</c> may be among them.</summary>
internal sealed class ChoiceShape(Type type) : ScalarShape
{
    private readonly IReadOnlyList<(string Word, object Value)> _choices =
    [
        .. type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (field.GetCustomAttribute<SettingAttribute>()?.Key ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name), field.GetValue(null)!)),
    ];

    public IEnumerable<string> Words => _choices.Select(choice => choice.Word);

    public override string Meaning => "one of " + Words.QuotedList();

    public override object? Parse(string text) =>
        _choices.FirstOrDefault(choice => choice.Word == text || choice.Word.Replace('_', '-') == text || IsFlag(choice.Word, text)).Value;

    protected override bool Accepts(ScalarKind kind) => base.Accepts(kind) || kind == ScalarKind.Flag && Words.Any(YamlScalars.IsTrue);

    protected override string? HintForText(string text) => TextDistance.Suggest(text, Words);

    private static bool IsFlag(string word, string text) => YamlScalars.IsTrue(word) && YamlScalars.IsTrue(text) || YamlScalars.IsFalse(word) && YamlScalars.IsFalse(text);

    /// <summary>The word of a member, for showing defaults.</summary>
    public string WordOf(object value) => _choices.First(choice => choice.Value.Equals(value)).Word;
}

/// <summary>A word with a type of its own.</summary>
internal sealed class WordShape<T> : ScalarShape
    where T : IWord<T>
{
    public override string Meaning => T.Meaning;

    public override string Noun => NounOf(typeof(T));

    public override string Pattern => T.Pattern;

    public override object? Parse(string text) => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <summary>A value that parses from text, without a rule to show.</summary>
internal sealed class ParsableShape<T> : ScalarShape
    where T : IParsable<T>
{
    public override string Meaning => "a " + Noun;

    public override string Noun => NounOf(typeof(T));

    public override object? Parse(string text) => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
