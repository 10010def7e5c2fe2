using System.Diagnostics;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Tasks;

/// <summary>Is told what a runner does.</summary>
public interface ITaskObserver
{
    /// <summary>A task starts.</summary>
    void Started(TaskInfo task);

    /// <summary>A task ended well.</summary>
    void Finished(TaskInfo task, TimeSpan took);

    /// <summary>A task failed; rollback follows when this returns, so it may wait for the user here.</summary>
    Task FailedAsync(TaskInfo task, Exception error);

    /// <summary>Rollback starts.</summary>
    void RollingBack(int tasks);
}

/// <summary>Runs a plan, and undoes it when a task fails.</summary>
public sealed class TaskRunner(TaskGraph graph, TaskFactory factory, ITaskObserver observer)
{
    /// <summary>Runs the tasks one after the other.</summary>
    /// <exception cref="BootstrapException">
    /// The first error, after rollback. <see cref="RollbackException"/> when rollback failed too, <see cref="InterruptedException"/> when cancelled.
    /// </exception>
    public async Task RunAsync(BuildPlan plan, BuildContext build, CancellationToken ct)
    {
        var completed = new List<TaskInfo>();
        foreach (var (task, _, _) in plan.Tasks)
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                await RunAsync(task, build, ct);
                completed.Add(task);
            }
            catch (Exception error)
            {
                var reason = error is OperationCanceledException && ct.IsCancellationRequested ? new InterruptedException() : error;
                await observer.FailedAsync(task, reason);
                var leftBehind = await RollBackAsync(completed, build);
                if (leftBehind.Count > 0)
                    throw new RollbackException(reason as BootstrapException ?? new BuildException(reason.Message, inner: reason), leftBehind);
                if (ReferenceEquals(reason, error))
                    throw;
                throw reason;
            }
        }
    }

    private async Task RunAsync(TaskInfo task, BuildContext build, CancellationToken ct)
    {
        observer.Started(task);
        var clock = Stopwatch.StartNew();
        await factory.Create(task).RunAsync(build, ct);
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
                await RunAsync(task, build, CancellationToken.None);
            }
            catch (Exception error)
            {
                leftBehind.Add($"{task.Description} failed: {error.Message}");
            }
        }

        return leftBehind;
    }
}
