using System.Diagnostics;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Verbs;
using BootstrapVz.Common.Workspace;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Matrix;

/// <summary>How a cell ended.</summary>
/// <param name="Cell">Which one.</param>
/// <param name="Last">The builder's last message; null when it was not begun.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Log">Its log file.</param>
internal sealed record CellEnd(MatrixCell Cell, BuilderMessage? Last, double Seconds, string? Log);

/// <summary>A build of its own for every cell.</summary>
internal sealed class MatrixRun(IReadOnlyList<(MatrixCell Cell, PreparedBuild Build)> cells, BuildChoices choices, CellViews views)
{
    /// <summary>Builds all cells; one that fails stops no other, the first signal stops all.</summary>
    /// <returns>How they ended, in the order of the matrix.</returns>
    public async Task<IReadOnlyList<CellEnd>> RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Cells that run hear the signals themselves; this keeps others from starting.
        using var interrupts = new Interrupts(stop.Cancel, static () => { });
        var ends = cells.Select(cell => new CellEnd(cell.Cell, null, 0, null)).ToArray();
        var scheduler = new CellScheduler(choices.Processors, NeedOf(choices), Memory.Available, TimeProvider.System);
        var order = CellFamily.Order([.. Enumerable.Range(0, cells.Count)], index => cells[index].Cell);
        await scheduler.RunAsync(
            order,
            // Without a cache nothing is shared.
            index => choices.NoCache || choices.DryRun ? $"{index}" : CellFamily.Of(cells[index].Cell),
            async (index, share) => (ends[index] = await RunAsync(index, share, stop.Token)).Last is ResultMessage,
            stop.Token);
        return ends;
    }

    /// <summary>What the program ends with: a matrix ends as its worst cell does, but for what only one cell can mean.</summary>
    public static ExitCode CodeOf(IReadOnlyList<CellEnd> ends) =>
        ends.All(end => end.Last is ResultMessage) ? ExitCode.Success
        : ends.Any(end => end.Last is null or FailureMessage { ExitCode: (int)ExitCode.Interrupted }) ? ExitCode.Interrupted
        : ExitCode.BuildFailed;

    private static Base.Volumes.Bytes? NeedOf(BuildChoices choices) =>
        choices.DryRun || ScratchPlace.Parse(choices.Scratch).Folder is not null ? null : ScratchPlace.Comfortable;

    private async Task<CellEnd> RunAsync(int index, int share, CancellationToken stop)
    {
        var (cell, build) = cells[index];
        var clock = Stopwatch.StartNew();
        using var view = views.For(cell.Name);
        try
        {
            var (last, log) = await build.RunAsync(build.Request with { Jobs = share }, view, $"{index + 1:00}_{cell.Name}", stop);
            return new(cell, last, clock.Elapsed.TotalSeconds, log);
        }
        catch (Exception error)
        {
            var failure = Failures.Describe(error);
            view.Show(failure);
            return new(cell, failure, clock.Elapsed.TotalSeconds, null);
        }
    }
}
