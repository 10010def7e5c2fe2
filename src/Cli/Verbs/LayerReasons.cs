using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Units;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Cli.Verbs;

/// <summary>What a build would take from the cache, and what keeps it from taking more.</summary>
internal static class LayerReasons
{
    /// <summary>Prints a line for each stage.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="known">All units.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="cache">The cache's folder as it was named, or null.</param>
    /// <param name="mirrors">Mirrors named on the command line.</param>
    /// <param name="onlyIfAny">Whether nothing is printed, and no mirror asked, when nothing is kept anyway; what fails is then no error either.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task WriteAsync(
        Terminal terminal, KnownUnits known, Manifest manifest, string? cache, IReadOnlyList<string> mirrors, bool onlyIfAny, CancellationToken ct)
    {
        var folder = Folder(cache, terminal);
        if (onlyIfAny && Store(folder).All().Count == 0)
            return;
        if (onlyIfAny)
            await terminal.Out.WriteLineAsync("\nFrom the cache");
        var indent = onlyIfAny ? "  " : "";
        try
        {
            var settings = new BuildSettings { Mirrors = MirrorWords.Map(MirrorWords.From(terminal).Concat(mirrors)) };
            var output = terminal.FullPath(manifest.Bootstrapper.Workspace);
            var preparation = new Preparation(known, manifest, settings, new(Path.Combine(folder, "run"), output, folder), ThisHost.Quiet, new SilentLog());
            var plan = await preparation.RunAsync(ct);
            foreach (var (stage, reason) in new LayerCache(preparation.Build, preparation.Factory).Explain(Stage.Of(plan)))
                await terminal.Out.WriteLineAsync($"{indent}{stage.Name,-16} {reason ?? "from the cache"}");
        }
        catch (BootstrapException error) when (onlyIfAny)
        {
            await terminal.Out.WriteLineAsync($"{indent}cannot be told: {error.Message}");
        }
    }

    /// <summary>The cache's folder.</summary>
    public static string Folder(string? cache, Terminal terminal) => cache is null ? terminal.XdgFolder("XDG_CACHE_HOME", ".cache") : terminal.FullPath(cache);

    /// <summary>The layers in it.</summary>
    public static LayerStore Store(string folder) => new(Path.Combine(folder, "layers"));
}
