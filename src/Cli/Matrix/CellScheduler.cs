using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Cli.Matrix;

/// <summary>Runs cells side by side, as many as processors and memory allow.</summary>
/// <param name="jobs">Processors, which is also how many cells run at most.</param>
/// <param name="need">Memory one cell takes at the peak; null when it works on disk.</param>
/// <param name="available">The memory that can be taken now.</param>
/// <param name="clock">Measures how long it waits before it looks at the memory again.</param>
internal sealed class CellScheduler(int jobs, Bytes? need, Func<Bytes> available, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs all cells in this order; of a family first one alone, so that the others find its layers. One cell runs whatever the memory.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="family">What cells of one family have in common.</param>
    /// <param name="run">Runs one with its share of the processors; says whether it went well, and does not throw.</param>
    /// <param name="stop">Keeps cells that do not run yet from running.</param>
    public async Task RunAsync<T>(IReadOnlyList<T> cells, Func<T, string> family, Func<T, int, Task<bool>> run, CancellationToken stop)
    {
        var waiting = cells.ToList();
        var running = new List<(Task<bool> Run, T Cell)>();
        var made = new HashSet<string>();
        var begin = available();
        while (true)
        {
            var batch = new List<T>();
            while (!stop.IsCancellationRequested && HasRoom(running.Count + batch.Count, begin) && Next(batch) is { Found: true } next)
            {
                batch.Add(next.Cell);
                waiting.Remove(next.Cell);
            }

            var share = Math.Max(1, jobs / Math.Max(1, running.Count + batch.Count));
            running.AddRange(batch.Select(cell => (run(cell, share), cell)).ToList());
            if (running.Count == 0)
                return;
            await Task.WhenAny([.. running.Select(cell => cell.Run), Task.Delay(Pause, clock, CancellationToken.None)]);
            foreach (var (ended, cell) in running.Where(cell => cell.Run.IsCompleted).ToList())
            {
                running.Remove((ended, cell));
                if (await ended)
                    made.Add(family(cell));
            }
        }

        (bool Found, T Cell) Next(List<T> batch)
        {
            var busy = running.Select(cell => cell.Cell).Concat(batch).Select(family).ToHashSet();
            var index = waiting.FindIndex(cell => made.Contains(family(cell)) || !busy.Contains(family(cell)));
            return index < 0 ? default : (true, waiting[index]);
        }
    }

    // What runs may not have taken all it needs yet, and others on this host take memory, too: the worse of both counts.
    private bool HasRoom(int running, Bytes begin) =>
        running == 0 || (running < jobs && (need is not { } each || Math.Min(available().Count, begin.Count - (running * each.Count)) >= each.Count));
}
