using Spectre.Console;
using Spectre.Console.Rendering;

namespace BootstrapVz.Cli.Output;

/// <summary>A terminal whose lowest lines move while others scroll by above them.</summary>
internal sealed class LiveScreen(TextWriter to, Colours colours, Func<IRenderable> render) : IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(to),
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        ColorSystem = colours.On ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
    });

    private CancellationTokenSource? _stop;
    private Task _drawing = Task.CompletedTask;

    /// <summary>Takes the moving lines away.</summary>
    public void Pause()
    {
        _stop?.Cancel();
        _drawing.GetAwaiter().GetResult();
        _stop?.Dispose();
        _stop = null;
    }

    /// <summary>Draws them from now on.</summary>
    public void Resume()
    {
        _stop = new();
        var stop = _stop.Token;
        _drawing = _console.Live(new Text("")).AutoClear(true).StartAsync(context => DrawAsync(context, stop));
    }

    /// <inheritdoc/>
    public void Dispose() => Pause();

    /// <summary>Prints lines that stay.</summary>
    /// <remarks>The console leaves the old moving lines where they are when it prints above them; ED (ECMA-48, 8.3.39) clears them first.</remarks>
    public void Print(string text) => _console.Write(new ControlCode("\e[J" + text.Replace("\r", "", StringComparison.Ordinal) + "\n"));

    private async Task DrawAsync(LiveDisplayContext context, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            context.UpdateTarget(render());
            await Task.Delay(Frame, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
