using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Output;
using BootstrapVz.Cli.Units;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>plugin list|show|new</c>: what plugins there are, what they can be told, and how to begin one.</summary>
internal static class PluginVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal) => new("plugin", "Lists and explains plugins, and begins new ones.")
    {
        List(terminal), Show(terminal), New(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var plugins = SharedOptions.PluginPath();
        var command = new Command("list", "Lists every plugin with what it does.") { plugins };
        command.SetAction(parsed =>
        {
            var known = KnownUnits.Load(terminal, parsed.GetRequiredValue(plugins));
            Table.Write(terminal.Out, [.. known.Catalog.Plugins.Select(unit => (string[])[unit.Name, unit.Summary])]);
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The plugin, as manifests name it." };
        var plugins = SharedOptions.PluginPath();
        var command = new Command("show", "Shows a plugin's settings, an example and its tasks.") { name, plugins };
        command.SetAction(parsed =>
        {
            var known = KnownUnits.Load(terminal, parsed.GetRequiredValue(plugins));
            PluginText.Write(terminal.Out, Find(known.Catalog, parsed.GetRequiredValue(name)));
        });
        return command;
    }

    private static Command New(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "The plugin's name in manifests: small letters, digits and '_'." };
        var folder = new Option<string?>("--folder") { Description = "Where the project is made; ./NAME by default. It must not be there yet.", HelpName = "FOLDER" };
        var command = new Command("new", "Writes the project of a plugin of your own: settings, a task, a page and tests, ready to build.") { name, folder };
        command.SetAction(parsed =>
        {
            var made = PluginProject.Create(parsed.GetRequiredValue(name), terminal.FullPath(parsed.GetValue(folder) ?? parsed.GetRequiredValue(name)));
            terminal.Out.WriteLine($"made {made}; its README.md says how to build and use it");
        });
        return command;
    }

    private static UnitInfo Find(UnitCatalog catalog, string name) => catalog.FindPlugin(name) ?? throw new UsageException(
        $"there is no plugin '{name}'",
        TextDistance.Suggest(name, catalog.Plugins.Select(unit => unit.Name)) ?? "'plugin list' names them all");
}
