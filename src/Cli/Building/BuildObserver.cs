using System.Diagnostics;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>Tells the front what the runner does and takes the time.</summary>
internal sealed class BuildObserver(BuildPlan plan, TaskChannel front, bool pauseOnError, CancellationToken ct) : ITaskObserver
{
    private readonly Dictionary<Type, int> _index =
        plan.Tasks.Select((planned, index) => (planned.Task.Type, index)).ToDictionary(t => t.Type, t => t.index);

    private readonly Lock _gate = new();
    private readonly Dictionary<Phase, double> _seconds = [];
    private int _running;
    private long _began;
    private readonly HashSet<Type> _reused = [];
    private readonly IReadOnlyList<Stage> _layers = [.. Stage.Of(plan), Stage.Image(plan)];

    /// <summary>How many trees, and image, there are to make.</summary>
    public int Layers => _layers.Count;

    /// <summary>How many of them came from the cache.</summary>
    public int LayersReused => _layers.Count(layer => layer.Tasks.Any(task => _reused.Contains(task.Type)));

    /// <summary>Seconds per phase, in order.</summary>
    public IReadOnlyDictionary<string, double> Phases =>
        _seconds.OrderBy(s => s.Key).ToDictionary(s => s.Key.ToString(), s => Math.Round(s.Value, 3));

    /// <summary>The plan as the front shows it.</summary>
    public PlanMessage Plan =>
        new([.. plan.Tasks.Select(t => new PlanTask(t.Task.Name, t.Task.Phase.ToString(), t.Task.Description, t.AddedBy))]);

    /// <inheritdoc/>
    public void Started(TaskInfo task)
    {
        lock (_gate)
        {
            if (_running++ == 0)
                _began = Stopwatch.GetTimestamp();
        }

        front.Begin(task);
        front.Send(new TaskStartedMessage(IndexOf(task), task.Phase.ToString(), task.Description));
    }

    /// <inheritdoc/>
    public void Spent(Phase phase, TimeSpan took)
    {
        lock (_gate)
            _seconds[phase] = _seconds.GetValueOrDefault(phase) + took.TotalSeconds;
    }

    /// <inheritdoc/>
    public void Finished(TaskInfo task, TimeSpan took)
    {
        lock (_gate)
        {
            // A phase takes as long as one waits for it, however much is done at the same time.
            if (--_running == 0)
                Spent(task.Phase, Stopwatch.GetElapsedTime(_began));
        }

        front.Send(new TaskFinishedMessage(IndexOf(task), Math.Round(took.TotalSeconds, 3)));
        front.End(task);
    }

    /// <inheritdoc/>
    public void Reused(TaskInfo task)
    {
        _reused.Add(task.Type);
        front.Send(new TaskReusedMessage(IndexOf(task)));
    }

    /// <inheritdoc/>
    public async Task FailedAsync(TaskInfo task, Exception error)
    {
        front.EndAll();
        if (error is InterruptedException || !pauseOnError)
            return;
        try
        {
            await front.AskAsync($"{task.Description} failed: {error.Message}\nThe build is as the failure left it. Press Enter to roll back.", ct);
        }
        catch (OperationCanceledException)
        {
            // Interrupted while waiting: go on to the rollback.
        }
    }

    /// <inheritdoc/>
    public void RollingBack(int tasks) => front.Send(new RollbackMessage(tasks));

    private int IndexOf(TaskInfo task) => _index.GetValueOrDefault(task.Type, -1);
}
