using BootstrapVz.Base.Progress;
using BootstrapVz.Remote.Protocol;
using Spectre.Console;

namespace BootstrapVz.Cli.Output;

/// <summary>For people at a terminal: finished tasks scroll by under their phase, what runs moves below them.</summary>
internal sealed class LiveView : IBuildView
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Colours _colours;
    private readonly bool _debug;
    private readonly IAnsiConsole _console;
    private readonly LiveState _state = new();
    private CancellationTokenSource? _stop;
    private Task _drawing = Task.CompletedTask;
    private string _phase = "";

    /// <summary>Starts drawing.</summary>
    public LiveView(TextWriter to, Colours colours, bool debug)
    {
        _colours = colours;
        _debug = debug;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(to),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = colours.On ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
        });
        Resume();
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
    public void Pause()
    {
        _stop?.Cancel();
        _drawing.GetAwaiter().GetResult();
        _stop?.Dispose();
        _stop = null;
    }

    /// <inheritdoc/>
    public void Resume()
    {
        _stop = new();
        var stop = _stop.Token;
        _drawing = _console.Live(new Text("")).AutoClear(true).StartAsync(context => DrawAsync(context, stop));
    }

    /// <inheritdoc/>
    public void Dispose() => Pause();

    private async Task DrawAsync(LiveDisplayContext context, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            lock (_gate)
                context.UpdateTarget(_state.Render());
            await Task.Delay(Frame, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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

    // The console leaves the old moving lines where they are when it prints above them; ED (ECMA-48, 8.3.39) clears them first.
    private void Print(string text) => _console.Write(new ControlCode("\e[J" + text.Replace("\r", "", StringComparison.Ordinal) + "\n"));
}
