using System.Diagnostics;
using System.Globalization;
using BootstrapVz.Base.Progress;
using BootstrapVz.Cli.Output;
using BootstrapVz.Remote.Protocol;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BootstrapVz.Cli.Matrix;

/// <summary>For people at a terminal: finished cells scroll by, one line below them moves for each that runs.</summary>
internal sealed class LiveCells : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Colours _colours;
    private readonly LiveScreen _screen;
    private readonly List<View> _running = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly int _cells;
    private int _ended;

    /// <summary>Starts drawing.</summary>
    public LiveCells(TextWriter to, Colours colours, int cells)
    {
        (_colours, _cells) = (colours, cells);
        _screen = new(to, colours, Render);
        _screen.Resume();
    }

    /// <summary>A line for a cell that begins.</summary>
    public IBuildView For(string cell)
    {
        var view = new View(this, cell);
        lock (_gate)
            _running.Add(view);
        return view;
    }

    /// <inheritdoc/>
    public void Dispose() => _screen.Dispose();

    private Rows Render()
    {
        lock (_gate)
        {
            // As in LiveState: a single row would be redrawn wrongly.
            var rows = new List<IRenderable> { new Text(" ") };
            rows.AddRange(_running.Select(view => view.Render()));
            rows.Add(new Markup(string.Create(CultureInfo.InvariantCulture, $"  [grey]{_ended} of {_cells} cells, {Sizes.Seconds(Stopwatch.GetElapsedTime(_start).TotalSeconds)}[/]")));
            return new Rows(rows);
        }
    }

    private sealed class View(LiveCells cells, string name) : IBuildView
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private int _tasks;
        private string _doing = "starting";

        public void Show(BuilderMessage message)
        {
            lock (cells._gate)
                Take(message);
        }

        public Markup Render() =>
            new($"  [blue]{Markup.Escape(name)}[/] {Markup.Escape(_doing)} [grey]{Sizes.Seconds(Stopwatch.GetElapsedTime(_start).TotalSeconds)}[/]");

        public void Dispose()
        {
            lock (cells._gate)
                cells._running.Remove(this);
        }

        private void Take(BuilderMessage message)
        {
            switch (message)
            {
                case PlanMessage plan:
                    _tasks = plan.Tasks.Count;
                    break;
                case TaskStartedMessage task:
                    _doing = task.Index < 0 ? task.Description : string.Create(CultureInfo.InvariantCulture, $"{task.Index + 1}/{_tasks} {task.Description}");
                    break;
                case LogMessage { Level: > LogLevel.Info } line:
                    Print(line.Level, line.Level.ToString().ToLowerInvariant() + ": " + line.Text);
                    break;
                case RollbackMessage:
                    Print(LogLevel.Error, "rolling back");
                    break;
                case FailureMessage failure:
                    cells._ended++;
                    foreach (var text in ErrorText.Lines(failure, debug: false))
                        Print(LogLevel.Error, text);
                    break;
                case ResultMessage:
                    cells._ended++;
                    Print(LogLevel.Debug, "✓ built in " + Sizes.Seconds(Stopwatch.GetElapsedTime(_start).TotalSeconds));
                    break;
            }
        }

        private void Print(LogLevel level, string text) => cells._screen.Print($"[{name}] {cells._colours.Paint(level, text)}");
    }
}
