using BootstrapVz.Base.Architectures;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Cli.Output;
using BootstrapVz.Cli.Units;
using BootstrapVz.Cli.Verbs;
using BootstrapVz.Common.Foreign;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>A build that can start: its manifest is right.</summary>
internal sealed class PreparedBuild
{
    private readonly Terminal _terminal;
    private readonly BuildChoices _choices;
    private readonly Colours _colours;
    private readonly DebianArchitecture _architecture;

    private PreparedBuild(Terminal terminal, BuildChoices choices, DebianArchitecture architecture, Colours colours, BuildRequest request)
    {
        (_terminal, _choices, _architecture, _colours, Request) = (terminal, choices, architecture, colours, request);
    }

    /// <summary>What the builder is told.</summary>
    public BuildRequest Request { get; }

    /// <summary>Reads the manifest, shows warnings, and makes the request.</summary>
    /// <exception cref="ManifestException">The manifest is wrong.</exception>
    public static async Task<PreparedBuild> ReadAsync(
        string path, BuildChoices choices, Terminal terminal, CancellationToken ct, IReadOnlyList<ManifestOverride>? overrides = null)
    {
        // A manifest that is wrong is told before a builder starts or a log file is made.
        var plugins = PluginFolders.Find(terminal, choices.PluginPaths);
        var manifest = await KnownUnits.Load(plugins).ReadAsync(path, ThisHost.Quiet, ct, overrides);
        var build = For(manifest, plugins, choices, terminal);
        foreach (var warning in manifest.Warnings)
            await terminal.Error.WriteLineAsync(build._colours.Paint(Base.Progress.LogLevel.Warning, warning.ToString()).AsMemory(), ct);
        return build;
    }

    /// <summary>Makes the request for a manifest that was read.</summary>
    public static PreparedBuild For(Manifest manifest, IReadOnlyList<string> plugins, BuildChoices choices, Terminal terminal, DateTimeOffset? time = null) =>
        new(terminal, choices, manifest.Userspace, Colours.Choose(choices.Color, terminal), new()
        {
            Manifest = manifest.Path,
            Overrides = manifest.Overrides,
            WorkingDirectory = terminal.WorkingDirectory,
            Output = OutputOf(manifest, choices, terminal),
            Cache = choices.Cache is { } cache ? terminal.FullPath(cache) : terminal.XdgFolder("XDG_CACHE_HOME", ".cache"),
            Scratch = choices.Scratch is "auto" or "memory" ? choices.Scratch : terminal.FullPath(choices.Scratch),
            Mirrors = [.. MirrorWords.From(terminal).Concat(choices.Mirrors)],
            PluginPaths = plugins,
            PauseOnError = choices.PauseOnError,
            DryRun = choices.DryRun,
            UseCache = !choices.NoCache,
            CacheLimit = choices.CacheLimit.Count,
            SnapshotMirror = choices.SnapshotMirror?.TrimEnd('/'),
            Jobs = choices.Processors,
            Time = time,
        });

    /// <summary>Where a manifest's image goes.</summary>
    public static string OutputOf(Manifest manifest, BuildChoices choices, Terminal terminal) => terminal.FullPath(choices.Output ?? manifest.Bootstrapper.Workspace);

    /// <summary>Builds, shows progress and writes the log.</summary>
    /// <returns>The last message, already shown, and the log file.</returns>
    public async Task<(BuilderMessage Last, string? Log)> RunAsync(
        BuildRequest request, BuilderSurroundings? surroundings, CancellationToken ct, BuilderProcess? started = null)
    {
        (BuilderMessage Last, string? Log) end;
        using (var console = Views.Choose(_choices.Progress, _terminal, _colours, _choices.Debug))
            end = await RunAsync(request, console, null, ct, surroundings, started);
        if (end is (FailureMessage, { } log) && _choices.Progress != "json")
            await _terminal.Error.WriteLineAsync($"the log is {log}".AsMemory(), CancellationToken.None);
        return end;
    }

    /// <summary>Builds, shows progress in a view and writes the log.</summary>
    /// <param name="request">What the builder is told.</param>
    /// <param name="console">The view.</param>
    /// <param name="cell">What tells the log file from those of other cells, or null.</param>
    /// <param name="stop">Stops the build, which is rolled back.</param>
    /// <param name="surroundings">What the builder sees of this machine.</param>
    /// <param name="started">A builder that waits for its request, or null.</param>
    public async Task<(BuilderMessage Last, string? Log)> RunAsync(
        BuildRequest request, IBuildView console, string? cell, CancellationToken stop, BuilderSurroundings? surroundings = null, BuilderProcess? started = null)
    {
        using var log = _choices.Log == "-"
            ? null
            : LogFile.Create(_choices.Log is null ? LogFile.DefaultFolder(_terminal) : _terminal.FullPath(_choices.Log), request.Manifest, DateTimeOffset.Now, cell);
        IReadOnlyList<IBuildView> views = log is null ? [console] : [log, console];
        if (request.DryRun)
            return (await DryRun.RunAsync(request, views, stop), log?.Path);
        if (await NeedsOwnUsersAsync(stop))
        {
            started?.Dispose();
            (started, surroundings) = (null, (surroundings ?? new()) with { OwnUsers = true });
        }

        return (await new BuildSession(_terminal, views, surroundings, started).RunAsync(request, stop), log?.Path);
    }

    // What runs foreign programs can be registered in a user namespace, and root's builds have none as a rule.
    private async Task<bool> NeedsOwnUsersAsync(CancellationToken ct)
    {
        if (!_terminal.IsRoot || !ArchitectureTable.IsForeign(_architecture))
            return false;
        var folder = Directory.CreateTempSubdirectory("bootstrap-vz-foreign-").FullName;
        try
        {
            return !await new ForeignPrograms(ThisHost.Quiet).RunAsync(_architecture, folder, ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
