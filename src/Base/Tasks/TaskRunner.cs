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
public sealed class TaskRunner(TaskGraph graph, TaskFactory factory, ITaskObserver observer, ITreeCache? cache = null)
{
    /// <summary>Runs the tasks one after the other; those whose result is in the cache not at all.</summary>
    /// <exception cref="BootstrapException">
    /// The first error, after rollback. <see cref="RollbackException"/> when rollback failed too, <see cref="InterruptedException"/> when cancelled.
    /// </exception>
    public async Task RunAsync(BuildPlan plan, BuildContext build, CancellationToken ct)
    {
        var completed = new List<TaskInfo>();
        var tasks = plan.Tasks.Select(planned => planned.Task).ToList();
        var current = tasks.FirstOrDefault();
        try
        {
            foreach (var task in tasks.TakeWhile(t => t.Phase < Phase.OsInstallation))
                await CompleteAsync(task, null);
            await RunStagesAsync(Stage.Of(plan), Stage.Image(plan));
            foreach (var task in tasks.Where(t => t.Phase > Phase.ImageRegistration))
                await CompleteAsync(task, null);
        }
        catch (Exception error)
        {
            var reason = error is OperationCanceledException && ct.IsCancellationRequested ? new InterruptedException() : error;
            await observer.FailedAsync(current!, reason);
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
            foreach (var (stage, isReused) in stages.Select((stage, i) => (stage, i < reuse.Stages)))
            {
                var inputs = isReused || stage.Sealed ? null : cache?.Begin(stage);
                foreach (var task in stage.Tasks)
                {
                    if (isReused && (reuse.Image || !task.EveryBuild))
                        observer.Reused(task);
                    else
                        await CompleteAsync(task, task.EveryBuild ? null : inputs);
                }

                if (inputs is not null)
                    await TimedAsync(stage.Tasks[^1].Phase, () => cache!.KeepAsync(stage, ct));
            }

            var read = reuse.Image || image.Sealed ? null : cache?.Begin(image);
            foreach (var task in image.Tasks)
            {
                if (reuse.Image)
                    observer.Reused(task);
                else
                    await CompleteAsync(task, read);
            }

            if (read is not null)
                await TimedAsync(Phase.ImageRegistration, () => cache!.KeepImageAsync(image, ct));
        }

        async Task CompleteAsync(TaskInfo task, InputLog? inputs)
        {
            current = task;
            ct.ThrowIfCancellationRequested();
            await RunAsync(task, build, inputs, ct);
            completed.Add(task);
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
    private async Task<List<string>> RollBackAsync(List<TaskInfo> completed, BuildContext build)
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
