using System.Reflection;
using BootstrapVz.Base.Manifests.Schema;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Cli.Output;

/// <summary>What a plugin can be told and what it does.</summary>
internal static class PluginText
{
    /// <summary>Writes its settings, the example of its page and its tasks.</summary>
    public static void Write(TextWriter to, UnitInfo plugin)
    {
        to.WriteLine($"{plugin.Name}: {plugin.Summary}");
        var settings = SettingsTable.Rows(plugin.OptionsType);
        Section(to, settings.Count == 0 ? "No settings" : "Settings", settings.SelectMany(Lines));
        Section(to, "Example", Example(plugin));
        var width = plugin.Tasks.Select(task => task.Phase.ToString().Length).DefaultIfEmpty().Max();
        Section(to, "Tasks", plugin.Tasks.Select(task => $"{task.Phase.ToString().PadRight(width)}  {task.Type.Name}: {task.Description}"));
    }

    private static void Section(TextWriter to, string title, IEnumerable<string> lines)
    {
        to.WriteLine();
        to.WriteLine(title);
        foreach (var line in lines)
            to.WriteLine("  " + line);
    }

    private static IEnumerable<string> Lines(SettingRow row)
    {
        var rest = row.IsRequired ? ", required" : row.Default.Length > 0 ? $", {row.Default} by default" : "";
        yield return $"{row.Key}: {Plain(row.Type)}{rest}";
        yield return "    " + Plain(row.Meaning);
    }

    // A plugin's assembly carries its page: as FOLDER/README.md where there are several plugins, else as README.md.
    private static List<string> Example(UnitInfo plugin)
    {
        var assembly = plugin.Type.Assembly;
        using var page = Resource(assembly, plugin.Type.Namespace?.Split('.')[^1] + "/README.md") ?? Resource(assembly, "README.md");
        if (page is null)
            return ["plugins:", $"  {plugin.Name}: {{}}"];
        using var reader = new StreamReader(page);
        return [.. reader.ReadToEnd().Split('\n').SkipWhile(line => line != "```yaml").Skip(1).TakeWhile(line => line != "```")];
    }

    private static Stream? Resource(Assembly assembly, string name) => assembly.GetManifestResourceStream(name);

    private static string Plain(string markdown) => markdown.Replace("`", "", StringComparison.Ordinal);
}
