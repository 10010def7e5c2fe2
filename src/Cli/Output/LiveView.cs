using BootstrapVz.Base.Progress;
using BootstrapVz.Remote.Protocol;
using Spectre.Console.Rendering;

namespace BootstrapVz.Cli.Output;

/// <summary>For people at a terminal: finished tasks scroll by under their phase, what runs moves below them.</summary>
internal sealed class LiveView : IBuildView
{
    private readonly Lock _gate = new();
    private readonly Colours _colours;
    private readonly bool _debug;
    private readonly LiveScreen _screen;
    private readonly LiveState _state = new();
    private string _phase = "";

    /// <summary>Starts drawing.</summary>
    public LiveView(TextWriter to, Colours colours, bool debug)
    {
        _colours = colours;
        _debug = debug;
        _screen = new(to, colours, Render);
        _screen.Resume();
    }

    /// <inheritdoc/>
    public void Show(BuilderMessage message)
    {
        if (message is FailureMessage or ResultMessage)
            Pause();
        lock (_gate)
            Take(message);
    }

    /// <inheritdoc/>
    public void Pause() => _screen.Pause();

    /// <inheritdoc/>
    public void Resume() => _screen.Resume();

    /// <inheritdoc/>
    public void Dispose() => _screen.Dispose();

    private IRenderable Render()
    {
        lock (_gate)
            return _state.Render();
    }

    private void Take(BuilderMessage message)
    {
        switch (message)
        {
            case PlanMessage plan:
                _state.Tasks = plan.Tasks.Count;
                break;
            case TaskStartedMessage task:
                if (task.Phase != _phase)
                    Print(_colours.Bold(PhaseText.Title(_phase = task.Phase)));
                _state.Start(task);
                break;
            case TaskFinishedMessage task:
                Print($"  ✓ {_state.Finish()} {_colours.Dim(Sizes.Seconds(task.Seconds))}");
                break;
            case ProgressMessage progress:
                _state.Count(progress);
                break;
            case LogMessage line when line.Level > LogLevel.Debug || _debug:
                Print(_colours.Paint(line.Level, line.Level > LogLevel.Info ? line.Level.ToString().ToLowerInvariant() + ": " + line.Text : "    " + line.Text));
                break;
            case RollbackMessage rollback:
                Print(_colours.Paint(LogLevel.Error, $"Rolling back ({rollback.Tasks} tasks)"));
                break;
            case FailureMessage failure:
                foreach (var text in ErrorText.Lines(failure, _debug))
                    Print(_colours.Paint(LogLevel.Error, text));
                break;
        }
    }

    private void Print(string text) => _screen.Print(text);
}
