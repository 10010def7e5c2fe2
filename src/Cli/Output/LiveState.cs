using System.Diagnostics;
using System.Globalization;
using BootstrapVz.Remote.Protocol;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BootstrapVz.Cli.Output;

/// <summary>What moves on a live screen: the task that runs, its counters, the time.</summary>
internal sealed class LiveState
{
    private const int BarWidth = 32;
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, ProgressMessage> _counters = [];
    private TaskStartedMessage? _task;
    private long _taskStart;
    private int _number;
    private int _frame;

    /// <summary>How many tasks the plan has.</summary>
    public int Tasks { get; set; }

    /// <summary>A task runs now.</summary>
    public void Start(TaskStartedMessage task)
    {
        _task = task;
        _number = task.Index >= 0 ? task.Index + 1 : _number;
        _taskStart = Stopwatch.GetTimestamp();
    }

    /// <summary>The task has ended; counters that came to their end go with it.</summary>
    /// <returns>What it was called.</returns>
    public string Finish()
    {
        foreach (var (name, _) in _counters.Where(c => c.Value.Done >= c.Value.Total).ToList())
            _counters.Remove(name);
        var description = _task?.Description ?? "";
        _task = null;
        return description;
    }

    /// <summary>A counter moved.</summary>
    public void Count(ProgressMessage progress) => _counters[progress.Counter] = progress;

    /// <summary>The screen's lower end at this moment.</summary>
    public IRenderable Render()
    {
        // The empty row is not for beauty: the console goes up "0 lines" to redraw a single one, and terminals take that for one.
        var rows = new List<IRenderable> { new Text(" ") };
        if (_task is not null)
        {
            var sign = Spinner[_frame++ % Spinner.Length];
            rows.Add(new Markup($"  [blue]{sign}[/] {Markup.Escape(_task.Description)} [grey]{Sizes.Seconds(Stopwatch.GetElapsedTime(_taskStart).TotalSeconds)}[/]"));
        }

        rows.AddRange(_counters.Values.Select(Counter));
        var where = Tasks == 0 ? "starting" : string.Create(CultureInfo.InvariantCulture, $"task {_number} of {Tasks}");
        rows.Add(new Markup($"  [grey]{where}, {Sizes.Seconds(Stopwatch.GetElapsedTime(_start).TotalSeconds)}[/]"));
        return new Rows(rows);
    }

    private static Markup Counter(ProgressMessage counter)
    {
        var done = Amount(counter.Done, counter.Unit);
        if (counter.Total <= 0)
            return new($"      {Markup.Escape(counter.Counter),-10} {done}");
        var filled = (int)Math.Clamp(counter.Done * BarWidth / counter.Total, 0, BarWidth);
        return new($"      {Markup.Escape(counter.Counter),-10} [blue]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {done} of {Amount(counter.Total, counter.Unit)}");
    }

    private static string Amount(long amount, string unit) =>
        unit == "B" ? Sizes.Text(amount) : Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{amount} {unit}"));
}
