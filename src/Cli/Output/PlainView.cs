using BootstrapVz.Base.Progress;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Output;

/// <summary>One line per task and per thing to know, for pipes and files.</summary>
internal sealed class PlainView(TextWriter to, Colours colours, bool debug) : IBuildView
{
    private int _tasks;
    private bool _rollingBack;
    private string _phase = "";

    /// <inheritdoc/>
    public void Show(BuilderMessage message)
    {
        switch (message)
        {
            case PlanMessage plan:
                _tasks = plan.Tasks.Count;
                break;
            case TaskStartedMessage task:
                Started(task);
                break;
            case LogMessage line when line.Level > LogLevel.Debug || debug:
                to.WriteLine(colours.Paint(line.Level, line.Level > LogLevel.Info ? Word(line.Level) + ": " + line.Text : "  " + line.Text));
                break;
            case RollbackMessage rollback:
                _rollingBack = true;
                to.WriteLine(colours.Paint(LogLevel.Error, $"Rolling back ({rollback.Tasks} tasks)"));
                break;
            case FailureMessage failure:
                foreach (var text in ErrorText.Lines(failure, debug))
                    to.WriteLine(colours.Paint(LogLevel.Error, text));
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held: each line is written when it is known.
    }

    private void Started(TaskStartedMessage task)
    {
        if (task.Phase != _phase)
            to.WriteLine(colours.Bold(PhaseText.Title(_phase = task.Phase)));
        to.WriteLine(_rollingBack ? "  " + task.Description : $"  [{task.Index + 1}/{_tasks}] {task.Description}");
    }

    private static string Word(LogLevel level) => level == LogLevel.Error ? "error" : "warning";
}
