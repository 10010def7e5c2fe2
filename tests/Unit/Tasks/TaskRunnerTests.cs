using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using Xunit;
using TaskFactory = BootstrapVz.Base.Tasks.TaskFactory;

namespace BootstrapVz.Test.Unit.Tasks;

public sealed class TaskRunnerTests : IDisposable
{
    private readonly Recorder _told = new();
    private readonly CancellationTokenSource _cancel = new();

    [Fact]
    public async Task Tasks_run_in_order_and_are_told()
    {
        await RunAsync(tasks => tasks.Add<Open>().Add<Write>());
        Assert.Equal(["start Open", "end Open", "start Write", "end Write"], _told.Lines);
    }

    [Fact]
    public async Task Rollback_undoes_completed_tasks_in_graph_order_and_keeps_the_error()
    {
        var error = await Assert.ThrowsAsync<BuildException>(() => RunAsync(tasks => tasks.Add<Open>().Add<Write>().Add<Break>()));

        Assert.Equal("broken", error.Message);
        Assert.Equal(
            ["start Open", "end Open", "start Write", "end Write", "start Break", "failed Break", "rollback 2", "start Erase", "end Erase", "start Shut", "end Shut"],
            _told.Lines);
    }

    [Fact]
    public async Task What_was_undone_already_is_not_undone_again()
    {
        await Assert.ThrowsAsync<BuildException>(() => RunAsync(tasks => tasks.Add<Open>().Add<Shut>().Add<BreakLate>()));
        Assert.DoesNotContain(_told.Lines, line => line.StartsWith("rollback", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_has_not_run_is_not_undone()
    {
        await Assert.ThrowsAsync<BuildException>(() => RunAsync(tasks => tasks.Add<BreakEarly>().Add<Open>()));
        Assert.Equal(["start BreakEarly", "failed BreakEarly"], _told.Lines);
    }

    [Fact]
    public async Task Rollback_goes_on_past_its_own_failure_and_lists_what_is_left()
    {
        var error = await Assert.ThrowsAsync<RollbackException>(() => RunAsync(tasks => tasks.Add<Open>().Add<Stain>().Add<Break>()));

        Assert.Equal("broken", error.Message);
        Assert.Equal(ExitCode.RollbackIncomplete, error.ExitCode);
        Assert.Equal(["Scrubbing failed: it does not come off"], error.LeftBehind);
        Assert.Contains("end Shut", _told.Lines);
    }

    [Fact]
    public async Task An_interrupt_rolls_back_and_ends_with_130()
    {
        _told.OnStart = task =>
        {
            if (task == nameof(Write))
                _cancel.Cancel();
        };
        var error = await Assert.ThrowsAsync<InterruptedException>(() => RunAsync(tasks => tasks.Add<Open>().Add<Write>().Add<Break>()));

        Assert.Equal(ExitCode.Interrupted, error.ExitCode);
        Assert.Equal("end Shut", _told.Lines[^1]);
    }

    [Fact]
    public async Task A_constructor_that_asks_for_what_no_unit_has_is_an_error_naming_the_task()
    {
        var error = await Assert.ThrowsAsync<TaskGraphException>(() => RunAsync(tasks => tasks.Add<Greedy>()));
        Assert.Contains("'Uri'", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Greedy), error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _cancel.Dispose();

    private Task RunAsync(Action<TaskSet> choose)
    {
        var graph = new TaskGraph(typeof(TaskRunnerTests).GetNestedTypes(System.Reflection.BindingFlags.NonPublic)
            .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(BuildTask))));
        var manifest = Plans.ManifestOf(choose);
        return new TaskRunner(graph, new TaskFactory(manifest, new()), _told).RunAsync(BuildPlan.For(manifest, graph), Plans.ContextOf(manifest), _cancel.Token);
    }

    private sealed class Recorder : ITaskObserver
    {
        public List<string> Lines { get; } = [];

        public Action<string> OnStart { get; set; } = _ => { };

        public void Started(TaskInfo task)
        {
            Lines.Add("start " + task.Type.Name);
            OnStart(task.Type.Name);
        }

        public void Spent(Phase phase, TimeSpan took)
        {
            // Times differ from run to run.
        }

        public void Reused(TaskInfo task) => Lines.Add("reused " + task.Type.Name);

        public void Finished(TaskInfo task, TimeSpan took) => Lines.Add("end " + task.Type.Name);

        public Task FailedAsync(TaskInfo task, Exception error)
        {
            Lines.Add("failed " + task.Type.Name);
            return Task.CompletedTask;
        }

        public void RollingBack(int tasks) => Lines.Add($"rollback {tasks}");
    }

    private abstract class Quick : BuildTask
    {
        public override Task RunAsync(BuildContext build, CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        }
    }

    [Task(Phase.RootMounting, "Opening")]
    [RolledBackBy<Shut>]
    private sealed class Open : Quick;

    [Task(Phase.OsInstallation, "Writing")]
    [RolledBackBy<Erase>]
    private sealed class Write : Quick;

    [Task(Phase.OsInstallation, "Staining")]
    [RolledBackBy<Scrub>]
    private sealed class Stain : Quick;

    [Task(Phase.RootUnmounting, "Erasing")]
    [Before<Shut>]
    private sealed class Erase : Quick;

    [Task(Phase.RootUnmounting, "Scrubbing")]
    [Before<Shut>]
    private sealed class Scrub : BuildTask
    {
        public override Task RunAsync(BuildContext build, CancellationToken ct) => throw new IOException("it does not come off");
    }

    [Task(Phase.RootUnmounting, "Shutting")]
    private sealed class Shut : Quick;

    private abstract class Broken : BuildTask
    {
        public override Task RunAsync(BuildContext build, CancellationToken ct) => throw new BuildException("broken");
    }

    [Task(Phase.Validation, "Breaking early")]
    private sealed class BreakEarly : Broken;

    [Task(Phase.SystemModification, "Breaking")]
    private sealed class Break : Broken;

    [Task(Phase.Cleaning, "Breaking late")]
    private sealed class BreakLate : Broken;

    [Task(Phase.Cleaning, "Wanting everything")]
    private sealed class Greedy(Uri everything) : BuildTask
    {
        public override Task RunAsync(BuildContext build, CancellationToken ct) => throw new BuildException(everything.ToString());
    }
}
