using BootstrapVz.Base.Manifests.Matrix;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Cli.Matrix;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public class MatrixSchedulerTests
{
    private static readonly Bytes Need = Bytes.MiB(3 * 1024);

    private readonly Dictionary<string, TaskCompletionSource<bool>> _cells = [];
    private readonly List<string> _begun = [];

    [Fact]
    public async Task As_many_cells_run_as_there_are_jobs_and_share_the_processors()
    {
        var all = Run(jobs: 4, memory: 100, ["a", "b", "c", "d", "e"]);
        Assert.Equal(["a/1", "b/1", "c/1", "d/1"], _begun);
        End("c");
        Assert.Equal("e/1", _begun[^1]);
        End("a", "b", "d", "e");
        await all;
    }

    [Fact]
    public async Task Few_cells_have_more_processors_each()
    {
        var all = Run(jobs: 8, memory: 100, ["a", "b"]);
        Assert.Equal(["a/4", "b/4"], _begun);
        End("a", "b");
        await all;
    }

    [Fact]
    public async Task Only_cells_begin_that_fit_into_memory()
    {
        var all = Run(jobs: 4, memory: 7, ["a", "b", "c"]);
        Assert.Equal(["a/2", "b/2"], _begun);
        End("a");
        Assert.Equal("c/2", _begun[^1]);
        End("b", "c");
        await all;
    }

    [Fact]
    public async Task One_cell_runs_however_little_memory_there_is()
    {
        var all = Run(jobs: 4, memory: 1, ["a", "b"]);
        Assert.Equal(["a/4"], _begun);
        End("a");
        Assert.Equal(["a/4", "b/4"], _begun);
        End("b");
        await all;
    }

    [Fact]
    public async Task The_first_cell_of_a_family_makes_what_the_others_share()
    {
        var all = Run(jobs: 3, memory: 100, ["a1", "a2", "a3", "b1"]);
        Assert.Equal(["a1/1", "b1/1"], _begun);
        End("a1");
        Assert.Equal(["a1/1", "b1/1", "a2/1", "a3/1"], _begun);
        End("b1", "a2", "a3");
        await all;
    }

    [Fact]
    public async Task When_the_first_of_a_family_fails_the_next_one_takes_its_place()
    {
        var all = Run(jobs: 3, memory: 100, ["a1", "a2", "a3"]);
        _cells["a1"].SetResult(false);
        Assert.Equal(["a1/3", "a2/3"], _begun);
        End("a2", "a3");
        await all;
    }

    [Fact]
    public async Task After_a_stop_none_begins()
    {
        using var stop = new CancellationTokenSource();
        var all = Run(jobs: 1, memory: 100, ["a", "b"], stop.Token);
        await stop.CancelAsync();
        End("a");
        await all;
        Assert.Equal(["a/1"], _begun);
    }

    [Fact]
    public void Cells_of_one_tree_stand_together_within_their_family()
    {
        var cells = BuildMatrix.Expand(["m.yml"], ["volume.backing=raw,qcow2", "system.hostname=a,b", "system.release=x,y"]);
        Assert.Equal(
            ["raw,a,x", "qcow2,a,x", "raw,b,x", "qcow2,b,x", "raw,a,y", "qcow2,a,y", "raw,b,y", "qcow2,b,y"],
            CellFamily.Order(cells, cell => cell).Select(cell => cell.Name));
        Assert.Equal(2, cells.Select(CellFamily.Of).Distinct().Count());
    }

    // A family is a letter; a cell without a number is a family of its own.
    private Task Run(int jobs, int memory, string[] cells, CancellationToken stop = default)
    {
        foreach (var cell in cells)
            _cells[cell] = new();
        var scheduler = new CellScheduler(jobs, Need, () => Bytes.MiB(memory * 1024), TimeProvider.System);
        return scheduler.RunAsync(cells, cell => cell[..1], async (cell, share) =>
        {
            _begun.Add($"{cell}/{share}");
            return await _cells[cell].Task;
        }, stop);
    }

    private void End(params string[] cells)
    {
        foreach (var cell in cells)
            _cells[cell].SetResult(true);
    }
}
