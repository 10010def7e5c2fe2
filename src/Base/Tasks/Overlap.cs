using System.Runtime.ExceptionServices;

namespace BootstrapVz.Base.Tasks;

/// <summary>
/// Starts tasks in their order, the next one while others still run when it touches nothing they touch and waits for none of them. So
/// the result is the same as one after the other.
/// </summary>
/// <param name="plan">Which task waits for which.</param>
/// <param name="jobs">How many may run at the same time.</param>
/// <param name="run">Runs one task.</param>
internal sealed class Overlap(BuildPlan plan, int jobs, Func<TaskInfo, InputLog?, CancellationToken, Task> run)
{
    private readonly Dictionary<Type, HashSet<Type>> _waitsFor =
        plan.Tasks.ToDictionary(t => t.Task.Type, t => t.After.Select(edge => edge.Task.Type).ToHashSet());

    /// <summary>Runs tasks to the end of the last one; when it returns or throws, none of them is running any more.</summary>
    /// <param name="tasks">Tasks in order, with where each notes what it reads.</param>
    /// <param name="ct">Stops the running ones and starts no other.</param>
    public async Task RunAsync(IEnumerable<(TaskInfo Task, InputLog? Inputs)> tasks, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = new List<(TaskInfo Task, Task Work)>();
        ExceptionDispatchInfo? failure = null;
        foreach (var (task, inputs) in tasks)
        {
            while (failure is null && (running.Count >= jobs || running.Exists(r => !MayJoin(task, r.Task))))
                await FirstEndsAsync();
            if (failure is not null)
                break;
            running.Add((task, run(task, inputs, stop.Token)));
        }

        while (running.Count > 0)
            await FirstEndsAsync();
        failure?.Throw();

        async Task FirstEndsAsync()
        {
            var ended = await Task.WhenAny(running.Select(r => r.Work));
            running.RemoveAll(r => r.Work == ended);
            try
            {
                await ended;
            }
            catch (Exception error)
            {
                // Others that end because of this one have nothing to say.
                failure ??= ExceptionDispatchInfo.Capture(error);
                await stop.CancelAsync();
            }
        }
    }

    private bool MayJoin(TaskInfo task, TaskInfo running) => task.LiesApartFrom(running) && !_waitsFor[task.Type].Contains(running.Type);
}
