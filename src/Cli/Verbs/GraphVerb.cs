using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Graphs;
using BootstrapVz.Cli.Units;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>graph [MANIFEST]</c>: a picture of all tasks, or of those a manifest leads to.</summary>
internal static class GraphVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var manifest = new Argument<string?>("MANIFEST")
        {
            Description = "Draw only this manifest's tasks. [default: all tasks]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = SharedOptions.Word("--format", "dot for Graphviz, a picture, or a page that answers the pointer.", "html", "svg", "dot");
        var plugins = SharedOptions.PluginPath();
        var command = new Command("graph", "Draws tasks by phase with the order between them.") { manifest, format, plugins };
        command.SetAction(async (parsed, ct) =>
        {
            var known = KnownUnits.Load(terminal, parsed.GetRequiredValue(plugins));
            var map = parsed.GetValue(manifest) is { } path
                ? TaskMap.Of(path, known.Plan(await known.ReadAsync(path, ThisHost.Quiet, ct)))
                : TaskMap.Of(known.Graph);
            switch (parsed.GetRequiredValue(format))
            {
                case "dot":
                    DotWriter.Write(terminal.Out, map);
                    break;
                case "svg":
                    new SvgWriter(terminal.Out, map).Write();
                    break;
                default:
                    HtmlWriter.Write(terminal.Out, map);
                    break;
            }

            return ExitCode.Success.Code();
        });
        return command;
    }
}
