using System.Text.Json;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Base.Manifests.Schema;

/// <summary>Writes the whole manifest language as a JSON Schema, for editors and other programs.</summary>
/// <remarks>
/// It is made from the records that manifests are bound to. What only a program can know stays out of it: whether files exist,
/// variables are known and releases are real.
/// </remarks>
public static class SchemaExporter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema, JSON Schema draft 2020-12, with every unit of a catalogue.</summary>
    public static JsonObject Export(UnitCatalog units)
    {
        var definitions = new JsonObject();
        var shapes = new ShapeSchemas(definitions);
        var schema = shapes.OfSection(Section.Of(typeof(BaseOptions)));
        var properties = schema["properties"]!.AsObject();
        properties.Insert(1, "provider", Provider(units, shapes));
        properties["plugins"] = Plugins(units, shapes);
        schema["required"]!.AsArray().Insert(1, JsonValue.Create("provider"));
        schema["additionalProperties"] = true; // further keys serve as variables
        schema["allOf"] = new JsonArray([.. SchemaConditions.Base(), .. units.Providers.Select(SchemaConditions.Support)]);
        schema["$defs"] = definitions;
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "bootstrap-vz manifest");
        return schema;
    }

    /// <summary>The schema as indented text.</summary>
    public static string ExportText(UnitCatalog units) => Export(units).ToJsonString(Indented) + "\n";

    private static JsonObject Provider(UnitCatalog units, ShapeSchemas shapes) => new()
    {
        ["description"] = "The target the image is built for.",
        ["type"] = "object",
        ["required"] = new JsonArray("name"),
        ["properties"] = new JsonObject { ["name"] = new JsonObject { ["enum"] = new JsonArray([.. units.Providers.Select(unit => JsonValue.Create(unit.Name))]) } },
        ["allOf"] = new JsonArray([.. units.Providers.Select(unit => SchemaConditions.When(
            new JsonObject { ["name"] = new JsonObject { ["const"] = unit.Name } },
            Describe(shapes.OfSection(SectionOf(unit), KeyValuePair.Create<string, JsonNode?>("name", true)), unit)))]),
    };

    private static JsonObject Plugins(UnitCatalog units, ShapeSchemas shapes) => new()
    {
        ["description"] = "What is added to the image, by plugin.",
        ["type"] = new JsonArray("object", "null"),
        ["properties"] = new JsonObject(units.Plugins.Select(unit => KeyValuePair.Create<string, JsonNode?>(unit.Name, Describe(shapes.OfSection(SectionOf(unit)), unit)))),
        ["additionalProperties"] = false,
    };

    /// <summary>What the unit does says more to a reader than what its options record is.</summary>
    private static JsonObject Describe(JsonObject schema, UnitInfo unit)
    {
        if (XmlDocumentation.SummaryOf(unit.Type) is { Length: > 0 } summary)
            schema["description"] = summary;
        return schema;
    }

    private static Section SectionOf(UnitInfo unit) => Section.Of(unit.OptionsType ?? typeof(NoOptions));
}
