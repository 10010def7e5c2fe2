using BootstrapVz.Base.Tasks;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>
/// The way to the front while tasks run at the same time: what belongs to a task is held back until all that started before it have
/// ended, so that everything reads as if they had run one after the other. Progress and questions pass at once.
/// </summary>
internal sealed class TaskChannel(IBuilderChannel front) : IBuilderChannel
{
    private readonly Lock _gate = new();
    private readonly AsyncLocal<Turn?> _own = new();
    private readonly Queue<Turn> _turns = new();

    /// <summary>What is sent from here on, in this flow of control, belongs to a task.</summary>
    public void Begin(TaskInfo task)
    {
        lock (_gate)
            _turns.Enqueue(_own.Value = new(task));
    }

    /// <summary>The task has sent all it has to.</summary>
    public void End(TaskInfo task)
    {
        lock (_gate)
        {
            foreach (var turn in _turns.Where(t => t.Task == task))
                turn.HasEnded = true;
            _own.Value = null;
            while (_turns.TryPeek(out var first))
            {
                Release(first);
                if (!first.HasEnded)
                    break;
                _turns.Dequeue();
            }
        }
    }

    /// <summary>No task runs any more, however each ended.</summary>
    public void EndAll()
    {
        lock (_gate)
        {
            while (_turns.TryDequeue(out var turn))
                Release(turn);
        }
    }

    /// <inheritdoc/>
    public void Send(BuilderMessage message)
    {
        lock (_gate)
        {
            if (_own.Value is { } turn && message is not ProgressMessage && _turns.Contains(turn) && _turns.Peek() != turn)
                turn.Held.Add(message);
            else
                front.Send(message);
        }
    }

    /// <inheritdoc/>
    public Task<string> AskAsync(string text, CancellationToken ct) => front.AskAsync(text, ct);

    private void Release(Turn turn)
    {
        turn.Held.ForEach(front.Send);
        turn.Held.Clear();
    }

    private sealed class Turn(TaskInfo task)
    {
        public TaskInfo Task => task;

        public bool HasEnded { get; set; }

        public List<BuilderMessage> Held { get; } = [];
    }
}
