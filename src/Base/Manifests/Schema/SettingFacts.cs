using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests.Binding;

namespace BootstrapVz.Base.Manifests.Schema;

/// <summary>What schema and documentation both say about a setting.</summary>
internal static class SettingFacts
{
    /// <summary>The setting's default as the manifest would write it; null when leaving it out means leaving it out.</summary>
    public static JsonNode? DefaultOf(Section section, Setting setting) =>
        setting.IsRequired ? null : ToJson(setting.Property.GetValue(section.CreateDefault()), setting.Shape);

    /// <summary>The words a setting is limited to, or null.</summary>
    public static IReadOnlyList<string>? WordsOf(Setting setting, Shape shape)
    {
        if (shape is ChoiceShape choice)
            return [.. choice.Words];
        return shape is ScalarShape && setting.Limit<AllowedValuesAttribute>() is { } allowed
            ? [.. allowed.Values.OfType<object>().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)]
            : null;
    }

    /// <summary>A word as JSON has it: <c>true</c> and <c>false</c> are no texts there.</summary>
    public static JsonValue JsonOf(string word) => bool.TryParse(word, out var flag) ? JsonValue.Create(flag) : JsonValue.Create(word);

    /// <summary>The pattern the whole text of a scalar matches, or null.</summary>
    public static string? PatternOf(Setting? setting, ScalarShape shape) =>
        setting?.Limit<RegularExpressionAttribute>()?.Pattern ?? (shape is IntegerShape ? null : shape.Pattern);

    private static JsonNode? ToJson(object? value, Shape shape) => (value, shape) switch
    {
        (null, _) or (_, RecordShape) => null,
        (bool flag, _) => JsonValue.Create(flag),
        (int number, _) => JsonValue.Create(number),
        (long number, _) => JsonValue.Create(number),
        (double number, _) => JsonValue.Create(number),
        (Uri address, _) => JsonValue.Create(address.OriginalString),
        (JsonNode node, _) => node.DeepClone(),
        (_, ChoiceShape choice) => JsonOf(choice.WordOf(value)),
        (IDictionary { Count: 0 }, _) => null,
        (string text, _) => JsonValue.Create(text),
        (IEnumerable items, ListShape list) => items.Cast<object>().Select(item => ToJson(item, list.Item)).ToArray() is { Length: > 0 } all ? new JsonArray(all) : null,
        (_, ScalarShape) => JsonValue.Create(value.ToString()),
        _ => null,
    };
}
