using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Base.Progress;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Matrix;
using BootstrapVz.Cli.Output;
using BootstrapVz.Cli.Units;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>build MANIFEST...</c>: from manifests to images.</summary>
internal static class BuildVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var (manifests, matrix) = (SharedOptions.Manifests(), SharedOptions.Matrix());
        var options = new BuildOptions();
        var command = new Command("build", "Builds an image, or one for each cell of a matrix.") { manifests, matrix };
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, ct) =>
        {
            var cells = BuildMatrix.Expand(parsed.GetRequiredValue(manifests), parsed.GetRequiredValue(matrix));
            var choices = BuildChoices.From(parsed, options);
            if (choices.Device is { } device)
                cells = [.. cells.Select(cell => cell with { Overrides = [.. cell.Overrides, DeviceOverride(device)] })];
            if (cells.Count > 1 && choices.PauseOnError)
            {
                terminal.Error.WriteLine("error: option '--pause-on-error' is for one build");
                return Task.FromResult(ExitCode.Usage.Code());
            }

            return cells.Count > 1 ? BuildAllAsync(cells, choices, terminal, ct) : BuildOneAsync(cells[0], choices, terminal, ct);
        });
        return command;
    }

    private static ManifestOverride DeviceOverride(string device) =>
        new("volume.device", "'" + device.Replace("'", "''") + "'", new("--device", 1, 1));

    private static async Task<int> BuildOneAsync(MatrixCell cell, BuildChoices choices, Terminal terminal, CancellationToken ct)
    {
        // It starts while the manifest is read, and has done nothing yet when that is wrong.
        using var builder = choices.DryRun ? null : BuilderProcess.StartEarly(terminal.IsRoot);
        var build = await PreparedBuild.ReadAsync(cell.Manifest, choices, terminal, ct, cell.Overrides);
        var (last, log) = await build.RunAsync(build.Request, null, ct, builder);
        if (last is FailureMessage failure)
            return failure.ExitCode;
        if (!choices.DryRun || choices.Json)
            ResultText.Write(terminal.Out, (ResultMessage)last, choices.Json, log);
        return ExitCode.Success.Code();
    }

    private static async Task<int> BuildAllAsync(IReadOnlyList<MatrixCell> cells, BuildChoices choices, Terminal terminal, CancellationToken ct)
    {
        var plugins = PluginFolders.Find(terminal, choices.PluginPaths);
        var (read, warnings) = await ReadCells.ReadAsync(KnownUnits.Load(plugins), cells, ct);
        // One time for all, so that names with a date belong together.
        var time = Variables.InstantOf(TimeProvider.System);
        ReadCells.RequireOwnImages(read, manifest => PreparedBuild.OutputOf(manifest, choices, terminal), time);
        var colours = Colours.Choose(choices.Color, terminal);
        foreach (var warning in warnings)
            await terminal.Error.WriteLineAsync(colours.Paint(LogLevel.Warning, warning.ToString()).AsMemory(), ct);

        IReadOnlyList<CellEnd> ends;
        using (var views = new CellViews(choices.Progress, terminal, colours, choices.Debug, cells.Count))
            ends = await new MatrixRun([.. read.Select(cell => (cell.Cell, PreparedBuild.For(cell.Manifest, plugins, choices, terminal, time)))], choices, views).RunAsync(ct);
        if (choices.Json)
            SummaryText.WriteJson(terminal.Out, ends);
        else
            SummaryText.Write(terminal.Out, ends);
        return MatrixRun.CodeOf(ends).Code();
    }
}
