using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests.Binding;

namespace BootstrapVz.Base.Manifests.Schema;

/// <summary>Writes shapes as JSON Schema; options records become definitions that are referred to.</summary>
internal sealed class ShapeSchemas(JsonObject definitions)
{
    /// <summary>The schema of an options record with everything in it.</summary>
    /// <param name="section">The record.</param>
    /// <param name="also">Keys that the section has besides the record's.</param>
    public JsonObject OfSection(Section section, params IEnumerable<KeyValuePair<string, JsonNode?>> also)
    {
        if (section.WholeValue is { } whole)
            return OfSetting(section, whole);
        var required = section.Settings.Where(setting => setting.IsRequired).Select(setting => JsonValue.Create(setting.Key)).ToArray<JsonNode?>();
        var schema = new JsonObject { ["type"] = required.Length > 0 ? "object" : new JsonArray("object", "null") };
        if (section.Type != typeof(NoOptions) && XmlDocumentation.SummaryOf(section.Type) is { Length: > 0 } summary)
            schema["description"] = summary;
        schema["properties"] = new JsonObject(also.Concat(section.Settings.Select(setting => KeyValuePair.Create<string, JsonNode?>(setting.Key, OfSetting(section, setting)))));
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        if (section.OtherKeys is { Shape: MapShape map } others)
            AddFreeKeys(schema, map, others);
        else
            schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject OfSetting(Section section, Setting setting)
    {
        var schema = Of(setting.Shape, setting);
        var summary = XmlDocumentation.SummaryOf(setting.Property) + (setting.HasVariables ? " May hold manifest variables." : "");
        if (summary.Trim().Length > 0)
            schema["description"] = summary.Trim();
        if (SettingFacts.DefaultOf(section, setting) is { } value)
            schema["default"] = value;
        return schema;
    }

    /// <summary>The schema of a shape; the setting's limits belong to the scalars in it, its counts to the outermost list.</summary>
    private JsonObject Of(Shape shape, Setting setting, bool isItem = false) => shape switch
    {
        RecordShape record => ReferTo(record.Section),
        ListShape list => AddCounts(new() { ["type"] = "array", ["items"] = Of(list.Item, setting, isItem: true) }, isItem ? null : setting, "Items"),
        MapShape map => AddCounts(AddFreeKeys(new() { ["type"] = "object" }, map, setting), isItem ? null : setting, "Properties"),
        SecretShape => OfSecret(),
        FreeShape free => free.MappingOnly ? new() { ["type"] = "object" } : [],
        FlagShape => new() { ["type"] = "boolean" },
        IntegerShape => AddRange(new() { ["type"] = "integer" }, setting),
        FractionShape => AddRange(new() { ["type"] = "number" }, setting),
        var scalar => OfText((ScalarShape)scalar, setting),
    };

    private JsonObject OfSecret()
    {
        var reference = ReferTo(SecretShape.References);
        reference["type"] = "object";
        reference["minProperties"] = 1;
        reference["maxProperties"] = 1;
        return new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = new JsonArray("string", "number"), ["minLength"] = 1 }, reference) };
    }

    private static JsonObject OfText(ScalarShape shape, Setting setting)
    {
        if (SettingFacts.WordsOf(setting, shape) is { } words)
            return new() { ["enum"] = new JsonArray([.. words.Select(SettingFacts.JsonOf)]) };
        var pattern = SettingFacts.PatternOf(setting, shape);

        // A number is taken as its text where the text could be one, as in 'password: 1234'.
        var schema = new JsonObject { ["type"] = pattern is null || Limits.IsWhole(pattern, "7") ? new JsonArray("string", "number") : "string" };
        if (pattern is not null)
            schema["pattern"] = Whole(pattern);
        if (shape is AddressShape)
            schema["format"] = "uri";
        return shape is TextShape && setting.Shape is TextShape ? AddCounts(schema, setting, "Length") : schema;
    }

    private JsonObject AddFreeKeys(JsonObject schema, MapShape map, Setting setting)
    {
        if ((setting.KeyPattern ?? map.Key.Pattern) is { } pattern)
        {
            var free = new JsonObject { ["pattern"] = Whole(pattern) };
            schema["propertyNames"] = schema["properties"] is JsonObject { Count: > 0 } known
                ? new JsonObject { ["anyOf"] = new JsonArray(free, new JsonObject { ["enum"] = new JsonArray([.. known.Select(property => JsonValue.Create(property.Key))]) }) }
                : free;
        }

        schema["additionalProperties"] = Of(map.Value, setting, isItem: true);
        return schema;
    }

    private static JsonObject AddCounts(JsonObject schema, Setting? setting, string what)
    {
        var (least, most) = Limits.CountsOf(setting);
        if (least > 0)
            schema["min" + what] = least;
        if (most < int.MaxValue)
            schema["max" + what] = most;
        if (setting?.IsUnique == true && what == "Items")
            schema["uniqueItems"] = true;
        return schema;
    }

    private static JsonObject AddRange(JsonObject schema, Setting setting)
    {
        if (setting.Limit<RangeAttribute>() is not { } range)
            return schema;
        schema["minimum"] = JsonValue.Create(Convert.ToDecimal(range.Minimum, System.Globalization.CultureInfo.InvariantCulture));
        schema["maximum"] = JsonValue.Create(Convert.ToDecimal(range.Maximum, System.Globalization.CultureInfo.InvariantCulture));
        return schema;
    }

    /// <summary>Refers to a record, defining it first; the entry is made before its content so that a record may hold itself.</summary>
    private JsonObject ReferTo(Section section)
    {
        var name = section.Type.FullName!.Replace('+', '.');
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = true;
            definitions[name] = OfSection(section);
        }

        return new() { ["$ref"] = "#/$defs/" + name };
    }

    private static string Whole(string pattern) => $"^(?:{pattern})$";
}
