using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Cli.Units;
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
        // A manifest that is wrong is told before a builder starts or a log file is made.
        var plugins = PluginFolders.Find(terminal, choices.PluginPaths);
        var known = KnownUnits.Load(plugins);
        var manifest = await known.ReadAsync(path, ThisHost.Quiet, ct);
        var colours = Colours.Choose(choices.Color, terminal);
        foreach (var warning in manifest.Warnings)
            terminal.Error.WriteLine(colours.Paint(Base.Progress.LogLevel.Warning, warning.ToString()));
        var request = new BuildRequest
        {
            Manifest = path,
            WorkingDirectory = terminal.WorkingDirectory,
            Output = terminal.FullPath(choices.Output ?? manifest.Bootstrapper.Workspace),
            Cache = choices.Cache is { } cache ? terminal.FullPath(cache) : terminal.XdgFolder("XDG_CACHE_HOME", ".cache"),
            Scratch = choices.Scratch is "auto" or "memory" ? choices.Scratch : terminal.FullPath(choices.Scratch),
            Mirrors = [.. MirrorWords.From(terminal).Concat(choices.Mirrors)],
            PluginPaths = plugins,
            PauseOnError = choices.PauseOnError,
            DryRun = choices.DryRun,
            UseCache = !choices.NoCache,
            SnapshotMirror = choices.SnapshotMirror?.TrimEnd('/'),
        };

        using var log = choices.Log == "-" ? null : LogFile.Create(choices.Log is null ? LogFile.DefaultFolder(terminal) : terminal.FullPath(choices.Log), path, DateTimeOffset.Now);
        BuilderMessage last;
        using (var console = Views.Choose(choices.Progress, terminal, colours, choices.Debug))
        {
            IReadOnlyList<IBuildView> views = log is null ? [console] : [log, console];
            last = choices.DryRun
                ? await DryRun.RunAsync(request, views, ct)
                : await new BuildSession(terminal, views).RunAsync(request);
        }

        if (last is FailureMessage failure)
        {
            if (log is not null && choices.Progress != "json")
                terminal.Error.WriteLine($"the log is {log.Path}");
            return failure.ExitCode;
        }

        if (!choices.DryRun || choices.Json)
            ResultText.Write(terminal.Out, (ResultMessage)last, choices.Json, log?.Path);
        return ExitCode.Success.Code();
    }
}
