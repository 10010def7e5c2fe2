using System.Collections.Concurrent;
using System.Diagnostics;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Tasks;

/// <summary>Is told what a runner does.</summary>
public interface ITaskObserver
{
    /// <summary>A task starts.</summary>
    void Started(TaskInfo task);

    /// <summary>A task need not run: its result is in the tree that was kept.</summary>
    void Reused(TaskInfo task);

    /// <summary>Time went by beside the tasks: the cache was read or written.</summary>
    void Spent(Phase phase, TimeSpan took);

    /// <summary>A task ended well.</summary>
    void Finished(TaskInfo task, TimeSpan took);

    /// <summary>A task failed; rollback follows when this returns, so it may wait for the user here.</summary>
    Task FailedAsync(TaskInfo task, Exception error);

    /// <summary>Rollback starts.</summary>
    void RollingBack(int tasks);
}

/// <summary>Runs a plan, and undoes it when a task fails.</summary>
/// <param name="graph">All tasks.</param>
/// <param name="factory">Makes the plan's tasks.</param>
/// <param name="observer">Is told.</param>
/// <param name="cache">Keeps the tree between builds; null for none.</param>
/// <param name="jobs">How many tasks may run at the same time.</param>
public sealed class TaskRunner(TaskGraph graph, TaskFactory factory, ITaskObserver observer, ITreeCache? cache = null, int jobs = 1)
{
    /// <summary>Runs the tasks in order, together what lies apart; those whose result is in the cache not at all.</summary>
    /// <exception cref="BootstrapException">
    /// The first error, after rollback. <see cref="RollbackException"/> when rollback failed too, <see cref="InterruptedException"/> when cancelled.
    /// </exception>
    public async Task RunAsync(BuildPlan plan, BuildContext build, CancellationToken ct)
    {
        var completed = new ConcurrentQueue<TaskInfo>();
        var tasks = plan.Tasks.Select(planned => planned.Task).ToList();
        var failed = tasks.FirstOrDefault();
        var failing = 0;
        var overlap = new Overlap(plan, jobs, CompleteAsync);
        var keeping = Task.CompletedTask;
        try
        {
            await overlap.RunAsync(tasks.TakeWhile(t => t.Phase < Phase.OsInstallation).Select(Unnoted), ct);
            await RunStagesAsync(Stage.Of(plan), Stage.Image(plan));
            await overlap.RunAsync(tasks.Where(t => t.Phase > Phase.ImageRegistration).Select(Unnoted), ct);
        }
        catch (Exception error)
        {
            // It reads the tree, which the rollback takes away.
            await keeping.ContinueWith(static _ => { }, TaskScheduler.Default);
            var reason = error is OperationCanceledException && ct.IsCancellationRequested ? new InterruptedException() : error;
            await observer.FailedAsync(failed!, reason);
            var leftBehind = await RollBackAsync(completed, build);
            if (leftBehind.Count > 0)
                throw new RollbackException(reason as BootstrapException ?? new BuildException(reason.Message, inner: reason), leftBehind);
            if (ReferenceEquals(reason, error))
                throw;
            throw reason;
        }

        async Task RunStagesAsync(IReadOnlyList<Stage> stages, Stage image)
        {
            var reuse = cache is null ? default : await TimedAsync(Phase.RootMounting, () => cache.RestoreAsync(stages, image, ct));
            foreach (var (i, stage) in stages.Index())
            {
                var isReused = i < reuse.Stages
                    || (cache is not null && !stage.Sealed && await TimedAsync(stage.Tasks[0].Phase, () => cache.JoinAsync(stage, ct)));
                var inputs = isReused || stage.Sealed ? null : cache?.Begin(stage);
                await overlap.RunAsync(Needed(stage, task => isReused && (reuse.Image || !task.EveryBuild)).Select(t => (t, t.EveryBuild ? null : inputs)), ct);
                if (inputs is null)
                    continue;
                keeping = TimedAsync(stage.Tasks[^1].Phase, () => cache!.KeepAsync(stage, ct));
                if (stage != stages[^1])
                    await keeping; // the next stage changes the tree; the image's tasks only read it
            }

            var read = reuse.Image || image.Sealed ? null : cache?.Begin(image);
            await overlap.RunAsync(Needed(image, _ => reuse.Image).Select(t => (t, read)), ct);
            await keeping;
            if (read is not null)
                await TimedAsync(Phase.ImageRegistration, () => cache!.KeepImageAsync(image, ct));
        }

        async Task CompleteAsync(TaskInfo task, InputLog? inputs, CancellationToken stop)
        {
            try
            {
                stop.ThrowIfCancellationRequested();
                await RunAsync(task, build, inputs, stop);
                completed.Enqueue(task);
            }
            catch
            {
                if (Interlocked.Exchange(ref failing, 1) == 0)
                    failed = task;
                throw;
            }
        }
    }

    private static (TaskInfo Task, InputLog? Inputs) Unnoted(TaskInfo task) => (task, null);

    // In order, as the tasks are come to.
    private IEnumerable<TaskInfo> Needed(Stage stage, Func<TaskInfo, bool> isThere)
    {
        foreach (var task in stage.Tasks)
        {
            if (isThere(task))
                observer.Reused(task);
            else
                yield return task;
        }
    }

    private async Task<T> TimedAsync<T>(Phase phase, Func<Task<T>> work)
    {
        var clock = Stopwatch.StartNew();
        var result = await work();
        observer.Spent(phase, clock.Elapsed);
        return result;
    }

    private Task<bool> TimedAsync(Phase phase, Func<Task> work) => TimedAsync(phase, async () =>
    {
        await work();
        return true;
    });

    private async Task RunAsync(TaskInfo task, BuildContext build, InputLog? inputs, CancellationToken ct)
    {
        observer.Started(task);
        var clock = Stopwatch.StartNew();
        var made = factory.Create(task, inputs);
        build.NoteInputs(inputs);
        try
        {
            await made.RunAsync(build, ct);
        }
        finally
        {
            build.NoteInputs(null);
        }

        observer.Finished(task, clock.Elapsed);
    }

    // Undoing runs in the graph's order, to its end, whatever fails on the way.
    private async Task<List<string>> RollBackAsync(IReadOnlyCollection<TaskInfo> completed, BuildContext build)
    {
        var done = completed.Select(t => t.Type).ToHashSet();
        var undo = completed.Where(t => t.Undo is not null && !done.Contains(t.Undo)).Select(t => t.Undo!).ToHashSet();
        if (undo.Count == 0)
            return [];
        observer.RollingBack(undo.Count);
        var leftBehind = new List<string>();
        foreach (var task in graph.Order.Where(t => undo.Contains(t.Type)))
        {
            try
            {
                await RunAsync(task, build, null, CancellationToken.None);
            }
            catch (Exception error)
            {
                leftBehind.Add($"{task.Description} failed: {error.Message}");
            }
        }

        return leftBehind;
    }
}
