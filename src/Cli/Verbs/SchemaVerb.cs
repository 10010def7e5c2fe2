using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Schema;
using BootstrapVz.Cli.Units;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>schema</c>: the manifest language as a JSON Schema, for editors.</summary>
internal static class SchemaVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var plugins = SharedOptions.PluginPath();
        var command = new Command("schema", "Prints a JSON Schema of manifests, for editors.") { plugins };
        command.SetAction(parsed =>
        {
            var known = KnownUnits.Load(terminal, parsed.GetRequiredValue(plugins));
            terminal.Out.Write(SchemaExporter.ExportText(known.Catalog));
            return ExitCode.Success.Code();
        });
        return command;
    }
}
