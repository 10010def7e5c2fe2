using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests.Binding;

namespace BootstrapVz.Base.Manifests.Schema;

/// <summary>Writes the settings of an options record as a Markdown table, for pages and <c>plugin show</c>.</summary>
public static class SettingsTable
{
    /// <summary>The table, one row per setting; settings of nested records stand under dotted keys.</summary>
    /// <param name="options">The options record, or null for a unit without settings.</param>
    public static string Markdown(Type? options)
    {
        var rows = Rows(options);
        if (rows.Count == 0)
            return "It has no settings.\n";
        var table = new StringBuilder("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var row in rows)
            table.Append(null, $"| {Code(row.Key)} | {Cell(row.Type)} | {(row.IsRequired ? "required" : Code(row.Default))} | {Cell(row.Meaning)} |\n");
        return table.ToString();
    }

    /// <summary>The settings as data, in the order they are declared.</summary>
    public static IReadOnlyList<SettingRow> Rows(Type? options) =>
        options is null ? [] : [.. RowsOf(Section.Of(options), "", [])];

    private static IEnumerable<SettingRow> RowsOf(Section section, string prefix, Type[] above)
    {
        if (above.Contains(section.Type))
            yield break;
        foreach (var setting in section.Settings.Append(section.OtherKeys).Append(section.WholeValue).OfType<Setting>())
        {
            var key = setting == section.WholeValue ? "(the value itself)" : setting == section.OtherKeys ? "*" : setting.Key;
            var (suffix, inner) = InnerSection(setting == section.OtherKeys ? ((MapShape)setting.Shape).Value : setting.Shape);
            if (inner is null || suffix.Length > 0 || setting == section.OtherKeys)
                yield return new(prefix + key, TypeOf(setting, setting == section.OtherKeys), setting.IsRequired, DefaultOf(section, setting), XmlDocumentation.SummaryOf(setting.Property));
            foreach (var row in inner is null ? [] : RowsOf(inner, $"{prefix}{key}{suffix}.", [.. above, section.Type]))
                yield return row;
        }
    }

    private static (string Suffix, Section? Section) InnerSection(Shape shape)
    {
        if (shape is RecordShape record)
            return ("", record.Section);
        var (step, inside) = shape switch
        {
            ListShape list => ("[]", list.Item),
            MapShape map => (".*", map.Value),
            _ => ("", null),
        };
        if (inside is null)
            return ("", null);
        var (suffix, section) = InnerSection(inside);
        return (step + suffix, section);
    }

    private static string TypeOf(Setting setting, bool isOther) => TypeOf(isOther ? ((MapShape)setting.Shape).Value : setting.Shape, setting, plural: false);

    private static string TypeOf(Shape shape, Setting setting, bool plural) => shape switch
    {
        _ when SettingFacts.WordsOf(setting, shape) is { } words => (plural ? "" : "one of ") + string.Join(", ", words.Select(Code)),
        ListShape list => (plural ? "lists of " : "list of ") + TypeOf(list.Item, setting, plural: true),
        MapShape map => (plural ? "mappings to " : "mapping to ") + TypeOf(map.Value, setting, plural: true),
        RecordShape => plural ? "mappings" : "mapping",
        FlagShape => "true or false",
        SecretShape => plural ? "secrets" : "secret",
        FreeShape free => free.MappingOnly ? "any mapping" : "anything",
        _ => Noun((ScalarShape)shape, setting, plural) + RangeOf(setting),
    };

    private static string Noun(ScalarShape shape, Setting setting, bool plural)
    {
        if (setting.IsHostFile)
            return plural ? "files on the host" : "file on the host";
        return !plural ? shape.Noun : shape.Noun.EndsWith('s') ? shape.Noun + "es" : shape.Noun + "s";
    }

    private static string RangeOf(Setting setting) => setting.Limit<RangeAttribute>() is { } range ? $", {range.Minimum} to {range.Maximum}" : "";

    private static string DefaultOf(Section section, Setting setting) => SettingFacts.DefaultOf(section, setting) switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
    };

    private static string Code(string text) => text.Length == 0 ? "" : $"`{Cell(text)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

/// <summary>One setting in a table.</summary>
/// <param name="Key">Its key, dotted below nested sections.</param>
/// <param name="Type">What values it takes.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Default">What holds when it is not given; empty for nothing.</param>
/// <param name="Meaning">Its documentation.</param>
public sealed record SettingRow(string Key, string Type, bool IsRequired, string Default, string Meaning);
