using System.Text.Json;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Test.Testing;

/// <summary>Values for the settings of the product's plugins, from <c>tests/corpus/plugins/NAME.json</c>: by setting, what is taken and what is not. <c>$release</c> and <c>$backing</c> there say for which release and backing.</summary>
public static class PluginCases
{
    /// <summary>The product's plugins with a provider that does nothing.</summary>
    public static UnitCatalog Catalog { get; } = UnitCatalog.FromTypes([typeof(BoxProvider), .. OurUnits.Plugins.GetTypes()]);

    /// <summary>The cases of every plugin that there is.</summary>
    public static IReadOnlyList<SettingCase> All { get; } = [.. OurUnits.Catalog.Plugins.SelectMany(plugin => Of(plugin.Name))];

    /// <summary>The cases of a plugin; each value is the whole section of the plugin.</summary>
    public static IEnumerable<SettingCase> Of(string plugin)
    {
        var file = Path.Combine(ProgramRun.Project, "tests/corpus/plugins", plugin + ".json");
        if (!File.Exists(file))
            return [];
        var settings = JsonNode.Parse(File.ReadAllText(file), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        var (release, backing) = (Taken("$release"), Taken("$backing"));
        return settings.SelectMany(setting => Cases(setting.Key, "valid").Concat(Cases(setting.Key, "invalid")));

        IEnumerable<SettingCase> Cases(string setting, string kind) => settings[setting]![kind]!.AsArray()
            .Select(value => new SettingCase($"{plugin}: {setting}", "plugins/" + plugin, value?.ToJsonString() ?? "null", kind == "valid") { Release = release ?? SettingCase.DefaultRelease, Backing = backing ?? SettingCase.DefaultBacking });

        string? Taken(string option)
        {
            var value = (string?)settings[option];
            settings.Remove(option);
            return value;
        }
    }
}
