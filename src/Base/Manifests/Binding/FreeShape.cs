using System.Globalization;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>Whatever the user writes, for data that is passed on to another program.</summary>
internal sealed class FreeShape(bool mappingOnly) : Shape
{
    public bool MappingOnly { get; } = mappingOnly;

    public override string Meaning => MappingOnly ? "a mapping" : "a value";

    public override object? Bind(Node node, Site site) =>
        MappingOnly && node is not MappingNode ? site.WrongKind(node, Meaning, "write 'key: value' lines below it") : ToJson(node) ?? JsonValue.Create("");

    private static JsonNode? ToJson(Node node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        SequenceNode list => new JsonArray([.. list.Items.Select(ToJson)]),
        ScalarNode { Kind: ScalarKind.Nothing } => null,
        ScalarNode { Kind: ScalarKind.Flag } flag => JsonValue.Create(YamlScalars.IsTrue(flag.Text)),
        ScalarNode { Kind: ScalarKind.Number } number => ToNumber(number.Text),
        _ => JsonValue.Create(((ScalarNode)node).Text),
    };

    private static JsonValue ToNumber(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(text);
    }
}
