using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Cli.Matrix;
using BootstrapVz.Cli.Output;
using BootstrapVz.Cli.Units;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>plan MANIFEST</c>: the tasks of a build, in order, with the reasons.</summary>
internal static class PlanVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var (manifests, matrix) = (SharedOptions.Manifests(), SharedOptions.Matrix());
        var format = SharedOptions.Word("--format", "How the plan is printed.", "text", "json");
        var (cache, mirrors, plugins) = (SharedOptions.Cache(), SharedOptions.Mirror(), SharedOptions.PluginPath());
        var command = new Command("plan", "Shows the tasks a manifest leads to, who added each and why it stands there.") { manifests, matrix, format, cache, mirrors, plugins };
        command.SetAction(async (parsed, ct) =>
        {
            var known = KnownUnits.Load(terminal, parsed.GetRequiredValue(plugins));
            var (cells, _) = await ReadCells.ReadAsync(known, BuildMatrix.Expand(parsed.GetRequiredValue(manifests), parsed.GetRequiredValue(matrix)), ct);
            foreach (var (cell, read) in cells)
            {
                var plan = known.Plan(read);
                if (parsed.GetRequiredValue(format) == "json")
                {
                    PlanText.WriteJson(terminal.Out, ReadCells.TitleOf(cell), plan);
                    continue;
                }

                PlanText.Write(terminal.Out, ReadCells.TitleOf(cell), plan);
                await LayerReasons.WriteAsync(terminal, known, read, parsed.GetValue(cache), parsed.GetRequiredValue(mirrors), onlyIfAny: true, ct);
            }

            return ExitCode.Success.Code();
        });
        return command;
    }
}
