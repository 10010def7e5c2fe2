using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Cli.Units;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>plan MANIFEST</c>: the tasks of a build, in order, with the reasons.</summary>
internal static class PlanVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var manifest = SharedOptions.Manifest();
        var format = SharedOptions.Word("--format", "How the plan is printed.", "text", "json");
        var plugins = SharedOptions.PluginPath();
        var command = new Command("plan", "Shows the tasks a manifest leads to, who added each and why it stands there.") { manifest, format, plugins };
        command.SetAction(async (parsed, ct) =>
        {
            var known = KnownUnits.Load(terminal, parsed.GetRequiredValue(plugins));
            var path = parsed.GetRequiredValue(manifest);
            var plan = known.Plan(await known.ReadAsync(path, ThisHost.Quiet, ct));
            if (parsed.GetRequiredValue(format) == "json")
                PlanText.WriteJson(terminal.Out, path, plan);
            else
                PlanText.Write(terminal.Out, path, plan);
            return ExitCode.Success.Code();
        });
        return command;
    }
}
