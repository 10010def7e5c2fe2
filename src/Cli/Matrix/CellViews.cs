using System.Text;
using System.Text.Json;
using BootstrapVz.Cli.Output;

namespace BootstrapVz.Cli.Matrix;

/// <summary>Shows the builds of a matrix, which run side by side: every line says whose it is.</summary>
internal sealed class CellViews : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _word;
    private readonly Terminal _terminal;
    private readonly Colours _colours;
    private readonly bool _debug;
    private readonly LiveCells? _live;

    /// <summary>From the words of <c>--progress</c>, as for one build.</summary>
    public CellViews(string word, Terminal terminal, Colours colours, bool debug, int cells)
    {
        (_word, _terminal, _colours, _debug) = (word, terminal, colours, debug);
        if (Views.IsLive(word, terminal))
            _live = new(terminal.Error, colours, cells);
    }

    /// <summary>The view of one cell.</summary>
    public IBuildView For(string cell)
    {
        if (_live is not null)
            return _live.For(cell);
        var lines = new FramedLines(_terminal.Error, _gate, _colours.Dim($"[{cell}]") + " ", "");
        return _word switch
        {
            "json" => new JsonView(new FramedLines(_terminal.Error, _gate, $"{{\"cell\":{JsonSerializer.Serialize(cell, OutputJson.Default.String)},\"event\":", "}"), _debug),
            "none" => new QuietView(lines, _debug),
            _ => new PlainView(lines, _colours, _debug),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _live?.Dispose();

    /// <summary>Puts something around each line, and writes a line as a whole.</summary>
    private sealed class FramedLines(TextWriter to, Lock gate, string before, string after) : TextWriter
    {
        public override Encoding Encoding => to.Encoding;

        public override void WriteLine(string? value)
        {
            lock (gate)
            {
                foreach (var line in (value ?? "").Split('\n'))
                    to.WriteLine(before + line + after);
            }
        }
    }
}
