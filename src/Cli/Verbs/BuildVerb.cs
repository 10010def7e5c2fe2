using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>build MANIFEST</c>: from manifest to image.</summary>
internal static class BuildVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var manifest = SharedOptions.Manifest();
        var options = new BuildOptions();
        var command = new Command("build", "Builds an image.") { manifest };
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, ct) => RunAsync(parsed.GetRequiredValue(manifest), BuildChoices.From(parsed, options), terminal, ct));
        return command;
    }

    private static async Task<int> RunAsync(string path, BuildChoices choices, Terminal terminal, CancellationToken ct)
    {
        var build = await PreparedBuild.ReadAsync(path, choices, terminal, ct);
        var (last, log) = await build.RunAsync(build.Request, null, ct);
        if (last is FailureMessage failure)
            return failure.ExitCode;
        if (!choices.DryRun || choices.Json)
            ResultText.Write(terminal.Out, (ResultMessage)last, choices.Json, log);
        return ExitCode.Success.Code();
    }
}
