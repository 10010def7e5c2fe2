using System.CommandLine;
using System.Text.Json.Serialization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Common.Comparison;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>verify MANIFEST</c>: builds twice, in two environments, and compares.</summary>
internal static class VerifyVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var manifest = SharedOptions.Manifest();
        var format = SharedOptions.Word("--format", "How the outcome is printed.", "text", "json");
        var keep = new Option<string?>("--keep") { Description = "Folder in which both images are kept, in 'first' and 'second'.", HelpName = "DIR" };
        var options = new BuildOptions();
        var command = new Command("verify", "Builds an image twice, the second time in another environment, and says what differs.") { manifest, format, keep };
        foreach (var option in options.ForTrial)
            command.Add(option);
        command.SetAction(async (parsed, ct) =>
        {
            var build = await PreparedBuild.ReadAsync(parsed.GetRequiredValue(manifest), BuildChoices.From(parsed, options), terminal, ct);
            var kept = parsed.GetValue(keep) is { } folder ? terminal.FullPath(folder) : null;
            await using var trial = await Trial.StartAsync(terminal, build, kept, tell: parsed.GetRequiredValue(options.Progress) is not ("none" or "json"));
            if (await trial.BuildTwiceAsync(ct) is FailureMessage failure)
                return failure.ExitCode;
            var pairs = await trial.CompareAsync(ct);
            if (parsed.GetRequiredValue(format) == "json")
                VerdictText.WriteJson(terminal.Out, pairs);
            else
                VerdictText.Write(terminal.Out, pairs);
            if (pairs.All(p => p.IsIdentical))
                return ExitCode.Success.Code();
            if (kept is null)
                await terminal.Error.WriteLineAsync("both images are deleted; '--keep DIR' keeps them".AsMemory(), ct);
            return ExitCode.Different.Code();
        });
        return command;
    }
}

/// <summary>An image that was built twice.</summary>
/// <param name="Name">Its file's name.</param>
/// <param name="First">SHA-256 of the first.</param>
/// <param name="Second">SHA-256 of the second.</param>
/// <param name="Comparison">How they differ; null when they do not, and for folders.</param>
internal sealed record BuiltTwice(string Name, string First, string Second, ImageComparison? Comparison)
{
    /// <summary>Whether both builds made the same.</summary>
    [JsonIgnore]
    public bool IsIdentical => First == Second;
}
