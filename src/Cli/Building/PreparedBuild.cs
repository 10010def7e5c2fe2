using BootstrapVz.Base.Manifests;
using BootstrapVz.Cli.Output;
using BootstrapVz.Cli.Units;
using BootstrapVz.Cli.Verbs;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>A build that can start: its manifest is right.</summary>
internal sealed class PreparedBuild
{
    private readonly Terminal _terminal;
    private readonly BuildChoices _choices;
    private readonly Colours _colours;

    private PreparedBuild(Terminal terminal, BuildChoices choices, Colours colours, BuildRequest request)
    {
        (_terminal, _choices, _colours, Request) = (terminal, choices, colours, request);
    }

    /// <summary>What the builder is told.</summary>
    public BuildRequest Request { get; }

    /// <summary>Reads the manifest, shows warnings, and makes the request.</summary>
    /// <exception cref="ManifestException">The manifest is wrong.</exception>
    public static async Task<PreparedBuild> ReadAsync(string path, BuildChoices choices, Terminal terminal, CancellationToken ct)
    {
        // A manifest that is wrong is told before a builder starts or a log file is made.
        var plugins = PluginFolders.Find(terminal, choices.PluginPaths);
        var manifest = await KnownUnits.Load(plugins).ReadAsync(path, ThisHost.Quiet, ct);
        var colours = Colours.Choose(choices.Color, terminal);
        foreach (var warning in manifest.Warnings)
            await terminal.Error.WriteLineAsync(colours.Paint(Base.Progress.LogLevel.Warning, warning.ToString()).AsMemory(), ct);
        return new(terminal, choices, colours, new()
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
        });
    }

    /// <summary>Builds, shows progress and writes the log.</summary>
    /// <returns>The last message, already shown, and the log file.</returns>
    public async Task<(BuilderMessage Last, string? Log)> RunAsync(BuildRequest request, BuilderSurroundings? surroundings, CancellationToken ct)
    {
        using var log = _choices.Log == "-"
            ? null
            : LogFile.Create(_choices.Log is null ? LogFile.DefaultFolder(_terminal) : _terminal.FullPath(_choices.Log), request.Manifest, DateTimeOffset.Now);
        BuilderMessage last;
        using (var console = Views.Choose(_choices.Progress, _terminal, _colours, _choices.Debug))
        {
            IReadOnlyList<IBuildView> views = log is null ? [console] : [log, console];
            last = request.DryRun
                ? await DryRun.RunAsync(request, views, ct)
                : await new BuildSession(_terminal, views, surroundings).RunAsync(request);
        }

        if (last is FailureMessage && log is not null && _choices.Progress != "json")
            await _terminal.Error.WriteLineAsync($"the log is {log.Path}".AsMemory(), ct);
        return (last, log?.Path);
    }
}
