using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Cli.Matrix;
using BootstrapVz.Cli.Units;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>validate MANIFEST...</c>: every error of every manifest at once.</summary>
internal static class ValidateVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var (manifests, matrix) = (SharedOptions.Manifests(), SharedOptions.Matrix());
        var plugins = SharedOptions.PluginPath();
        var command = new Command("validate", "Checks manifests and says everything that is wrong with them.") { manifests, matrix, plugins };
        command.SetAction((parsed, ct) => RunAsync(BuildMatrix.Expand(parsed.GetRequiredValue(manifests), parsed.GetRequiredValue(matrix)), parsed.GetRequiredValue(plugins), terminal, ct));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<MatrixCell> cells, IReadOnlyList<string> plugins, Terminal terminal, CancellationToken ct)
    {
        var known = KnownUnits.Load(terminal, plugins);
        var (manifests, found) = await ReadCells.CheckAsync(known, cells, ct);
        foreach (var diagnostic in found)
            await terminal.Error.WriteLineAsync(diagnostic.ToString().AsMemory(), ct);
        foreach (var (cell, manifest) in cells.Zip(manifests).Where(pair => pair.Second is not null))
        {
            _ = known.Plan(manifest!);
            await terminal.Out.WriteLineAsync($"{ReadCells.TitleOf(cell)}: valid".AsMemory(), ct);
        }

        return (manifests.Contains(null) ? ExitCode.InvalidManifest : ExitCode.Success).Code();
    }
}
