using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using Xunit;
using TaskFactory = BootstrapVz.Base.Tasks.TaskFactory;

namespace BootstrapVz.Test.Unit.Tasks;

public sealed class OverlapTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Recorder _told = new();

    [Fact]
    public async Task Tasks_that_lie_apart_run_at_the_same_time()
    {
        // Each of the two waits for the other to have started.
        await RunAsync(2, new Meeting(2), tasks => tasks.Add<WriteHosts>().Add<WriteMotd>());
        Assert.Equal(["start WriteHosts", "start WriteMotd"], _told.Lines.Take(2));
    }

    [Fact]
    public async Task With_one_job_they_run_one_after_the_other()
    {
        await RunAsync(1, new Meeting(1), tasks => tasks.Add<WriteHosts>().Add<WriteMotd>());
        Assert.Equal(["start WriteHosts", "end WriteHosts", "start WriteMotd", "end WriteMotd"], _told.Lines);
    }

    [Fact]
    public Task What_touches_the_same_waits() => AssertInSequenceAsync<WriteHosts, WriteHostsAgain>();

    [Fact]
    public Task What_touches_a_place_above_waits() => AssertInSequenceAsync<WriteHosts, WriteSettings>();

    [Fact]
    public Task What_has_an_edge_waits() => AssertInSequenceAsync<WriteHosts, AfterHosts>();

    [Fact]
    public Task What_does_not_say_what_it_touches_waits() => AssertInSequenceAsync<WriteHosts, WriteUnknown>();

    [Fact]
    public async Task A_name_that_only_begins_alike_is_another_place()
    {
        await RunAsync(2, new Meeting(2), tasks => tasks.Add<WriteHosts>().Add<WriteHostsAllow>());
        Assert.Equal(["start WriteHosts", "start WriteHostsAllow"], _told.Lines.Take(2));
    }

    [Fact]
    public async Task A_failure_stops_those_that_run_and_starts_no_other()
    {
        var error = await Assert.ThrowsAsync<BuildException>(() => RunAsync(3, new Meeting(2), tasks => tasks.Add<BreakOff>().Add<WaitForEver>().Add<WriteUnknown>()));

        Assert.Equal("broken off", error.Message);
        Assert.Equal(["start BreakOff", "start WaitForEver", "failed BreakOff"], _told.Lines);
    }

    [Fact]
    public async Task What_ended_beside_a_failure_is_undone()
    {
        await Assert.ThrowsAsync<BuildException>(() => RunAsync(2, new Meeting(2), tasks => tasks.Add<BreakOff>().Add<OpenBeside>()));
        Assert.Equal("end Close", _told.Lines[^1]);
    }

    private async Task AssertInSequenceAsync<TFirst, TSecond>()
        where TFirst : BuildTask
        where TSecond : BuildTask
    {
        await RunAsync(8, new Meeting(1), tasks => tasks.Add<TFirst>().Add<TSecond>());
        Assert.Equal([$"start {typeof(TFirst).Name}", $"end {typeof(TFirst).Name}", $"start {typeof(TSecond).Name}", $"end {typeof(TSecond).Name}"], _told.Lines);
    }

    private Task RunAsync(int jobs, Meeting meeting, Action<TaskSet> choose)
    {
        var graph = new TaskGraph(typeof(OverlapTests).GetNestedTypes(System.Reflection.BindingFlags.NonPublic)
            .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(BuildTask))));
        var manifest = Plans.ManifestOf(choose);
        var build = Plans.ContextOf(manifest);
        build.Set(meeting);
        return new TaskRunner(graph, new TaskFactory(manifest, new()), _told, jobs: jobs)
            .RunAsync(BuildPlan.For(manifest, graph), build, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens when as many as are expected have come.</summary>
    private sealed class Meeting(int expected)
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _come;

        public Task ComeAsync(CancellationToken ct)
        {
            if (Interlocked.Increment(ref _come) >= expected)
                _open.TrySetResult();
            return _open.Task.WaitAsync(Patience, ct);
        }
    }

    private sealed class Recorder : ITaskObserver
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines => _lines;

        public void Started(TaskInfo task) => Write("start " + task.Type.Name);

        public void Reused(TaskInfo task) => Write("reused " + task.Type.Name);

        public void Spent(Phase phase, TimeSpan took)
        {
            // Times differ from run to run.
        }

        public void Finished(TaskInfo task, TimeSpan took) => Write("end " + task.Type.Name);

        public Task FailedAsync(TaskInfo task, Exception error)
        {
            Write("failed " + task.Type.Name);
            return Task.CompletedTask;
        }

        public void RollingBack(int tasks)
        {
            // The undoing itself is recorded.
        }

        private void Write(string line)
        {
            lock (_lines)
                _lines.Add(line);
        }
    }

    private abstract class Meets : BuildTask
    {
        public override async Task RunAsync(BuildContext build, CancellationToken ct)
        {
            await build.Find<Meeting>()!.ComeAsync(ct);
            await Task.Yield();
        }
    }

    [Task(Phase.SystemModification, "Writing the hosts file")]
    [Before<WriteHostsAgain>]
    [Touches("/etc/hosts")]
    private sealed class WriteHosts : Meets;

    [Task(Phase.SystemModification, "Writing the hosts file again")]
    [Touches("/etc/hosts")]
    private sealed class WriteHostsAgain : Meets;

    [Task(Phase.SystemModification, "Writing hosts.allow")]
    [Touches("/etc/hosts.allow")]
    private sealed class WriteHostsAllow : Meets;

    [Task(Phase.SystemModification, "Writing the message of the day")]
    [Touches("/etc/motd")]
    private sealed class WriteMotd : Meets;

    [Task(Phase.SystemModification, "Writing all settings")]
    [After<WriteHosts>]
    [Touches("/etc")]
    private sealed class WriteSettings : Meets;

    [Task(Phase.SystemModification, "Writing what needs the hosts file")]
    [After<WriteHosts>]
    [Touches("/srv")]
    private sealed class AfterHosts : Meets;

    [Task(Phase.SystemModification, "Writing who knows what")]
    [After<WriteHosts>]
    [After<WaitForEver>]
    private sealed class WriteUnknown : Meets;

    [Task(Phase.SystemModification, "Breaking off")]
    [Touches("/etc/a")]
    private sealed class BreakOff : BuildTask
    {
        public override async Task RunAsync(BuildContext build, CancellationToken ct)
        {
            await build.Find<Meeting>()!.ComeAsync(ct);
            throw new BuildException("broken off");
        }
    }

    [Task(Phase.SystemModification, "Waiting for ever")]
    [Touches("/etc/b")]
    private sealed class WaitForEver : BuildTask
    {
        public override async Task RunAsync(BuildContext build, CancellationToken ct)
        {
            await build.Find<Meeting>()!.ComeAsync(ct);
            await Task.Delay(Timeout.Infinite, ct);
        }
    }

    [Task(Phase.SystemModification, "Opening")]
    [Touches("/etc/c")]
    [RolledBackBy<Close>]
    private sealed class OpenBeside : BuildTask
    {
        // Ends well although it is asked to stop.
        public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Find<Meeting>()!.ComeAsync(CancellationToken.None);
    }

    [Task(Phase.RootUnmounting, "Closing")]
    private sealed class Close : Meets;
}
