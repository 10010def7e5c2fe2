using System.Text.Json.Nodes;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Base.Manifests.Schema;

/// <summary>The rules over several settings that a schema can say.</summary>
internal static class SchemaConditions
{
    // The same rules stand in Manifests/Rules; tests/Integration holds both against one table of manifests.
    private static readonly string[] BaseRules =
    [
        """
        {"if": {"properties": {"system": {"properties": {"bootloader": {"const": "grub"}}}}},
         "then": {"properties": {"volume": {"properties": {"partitions": {"properties": {"type": {"enum": ["msdos", "gpt"]}}}}}}},
         "else": {"properties": {"system": {"properties": {"firmware": {"const": "uefi"}}}}}}
        """,
        """
        {"if": {"properties": {"system": {"properties": {"bootloader": {"const": "systemd-boot"}}}}},
         "then": {"properties": {"volume": {"properties": {"partitions": {"properties": {"type": {"const": "gpt"}}}}}, "system": {"properties": {"architecture": {"enum": ["amd64", "arm64", "riscv64"]}, "userspace_architecture": false}}}}}
        """,
        """
        {"if": {"properties": {"system": {"properties": {"bootloader": {"enum": ["extlinux", "pvgrub", "none"]}}}}},
         "then": {"properties": {"system": {"properties": {"firmware": false}}}}}
        """,
        """
        {"if": {"properties": {"system": {"properties": {"bootloader": {"enum": ["grub", "extlinux", "pvgrub", "none"]}}}}},
         "then": {"properties": {"system": {"properties": {"unified_kernel": {"const": false}}}}}}
        """,
        """
        {"if": {"properties": {"system": {"properties": {"bootloader": {"const": "extlinux"}}}}},
         "then": {"properties": {"system": {"properties": {"architecture": {"enum": ["amd64", "i386"]}}}, "volume": {"properties": {"partitions": {
           "if": {"required": ["boot"]},
           "then": {"properties": {"boot": {"properties": {"filesystem": {"enum": ["ext2", "ext3", "ext4"]}}}}},
           "else": {"properties": {"root": {"properties": {"filesystem": {"enum": ["ext2", "ext3", "ext4"]}}}}}}}}}}}
        """,
        """
        {"if": {"properties": {"volume": {"properties": {"backing": {"const": "lvm"}}}}},
         "then": {"properties": {"volume": {"required": ["volumegroup", "logicalvolume"]}}},
         "else": {"properties": {"volume": {"properties": {"volumegroup": false, "logicalvolume": false}}}}}
        """,
        """
        {"if": {"not": {"properties": {"volume": {"properties": {"backing": {"const": "block"}}}}}},
         "then": {"properties": {"volume": {"properties": {"device": false}}}}}
        """,
        """
        {"properties": {"volume": {"properties": {"partitions": {
          "anyOf": [{"required": ["root"]}, {"not": {"additionalProperties": {"not": {"type": "object", "required": ["lvm"], "properties": {"lvm": {"properties": {"volumes": {"required": ["root"]}}}}}}}}],
          "properties": {"swap": {"type": "object", "required": ["size"], "properties": {"size": {"not": {"const": "auto"}}, "filesystem": false}}, "bios": {"properties": {"filesystem": false}}},
          "patternProperties": {"^(?!(?:type|swap|bios|esp)$)": {"type": "object", "anyOf": [{"required": ["filesystem"]}, {"required": ["lvm"]}]}, "^/|(?:^|/)\\.{0,2}(?:/|$)|\\s": false}}}}}}
        """,
        """
        {"if": {"properties": {"volume": {"properties": {"partitions": {"properties": {"type": {"const": "none"}}}}}}},
         "then": {"properties": {"volume": {"properties": {"partitions": {"maxProperties": 2}}}}}}
        """,
        """
        {"if": {"properties": {"volume": {"properties": {"partitions": {"properties": {"type": {"const": "msdos"}}}}}}},
         "then": {"properties": {"volume": {"properties": {"partitions": {"maxProperties": 60, "properties": {"bios": false}}}}}}}
        """,
        """
        {"if": {"required": ["system"], "properties": {"system": {"type": "object", "required": ["userspace_architecture"]}}},
         "then": {"properties": {"system": {"properties": {"architecture": {"enum": ["i386", "amd64"]}}}}}}
        """,
        """
        {"properties": {"volume": {"properties": {"partitions": {"additionalProperties": {
          "if": {"type": "object", "required": ["subvolumes"]}, "then": {"properties": {"filesystem": {"const": "btrfs"}}},
          "dependentRequired": {"default_subvolume": ["subvolumes"]}}}}}}}
        """,
        """
        {"not": {"required": ["bootstrapper"], "properties": {"bootstrapper": {"type": "object",
          "required": ["no-check-gpg", "force-check-gpg"], "properties": {"no-check-gpg": {"const": true}, "force-check-gpg": {"const": true}}}}}}
        """,
    ];

    public static IEnumerable<JsonNode?> Base() => BaseRules.Select(rule => JsonNode.Parse(rule));

    /// <summary>What one provider supports.</summary>
    public static JsonNode? Support(UnitInfo provider) => When(
        new JsonObject { ["provider"] = Properties(("name", new JsonObject { ["const"] = provider.Name })) },
        Properties(
            ("volume", Properties(("backing", OneOf(provider.Support!.Backings)), ("formats", new JsonObject { ["items"] = OneOf(provider.Support.Backings) }), ("partitions", Properties(("type", OneOf(provider.Support.PartitionMaps)))))),
            ("system", Properties(("bootloader", OneOf(provider.Support.Bootloaders)), ("architecture", OneOf(provider.Support.Architectures))))));

    /// <summary>A schema that holds when some keys are there with some values.</summary>
    public static JsonNode When(JsonObject properties, JsonObject then) => new JsonObject
    {
        ["if"] = new JsonObject { ["required"] = new JsonArray([.. properties.Select(property => JsonValue.Create(property.Key))]), ["properties"] = properties },
        ["then"] = then,
    };

    private static JsonObject Properties(params (string Key, JsonNode Schema)[] properties) =>
        new() { ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Key, property.Schema))) };

    private static JsonObject OneOf(IReadOnlyList<string> words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };
}
