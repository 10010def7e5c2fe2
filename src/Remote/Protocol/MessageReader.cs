using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BootstrapVz.Remote.Protocol;

/// <summary>Reads messages; blocks the calling thread, so each reader has one of its own.</summary>
/// <typeparam name="T">The messages of the other side.</typeparam>
internal sealed class MessageReader<T>(Stream stream, JsonTypeInfo<T> type)
    where T : class
{
    // The longest message is the result: 5000 packages take about 400 kB.
    private const int MaximumLine = 16 * 1024 * 1024;

    private readonly LineReader _lines = new(stream, MaximumLine);

    /// <summary>The next message, or null when the other side has ended.</summary>
    /// <exception cref="ProtocolException">A line is no message.</exception>
    public T? Read()
    {
        if (!TryReadLine(out var line))
            return null;
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw Malformed(line, null);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw Malformed(line, error);
        }
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        try
        {
            return _lines.TryRead(out line);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            line = default; // a connection that breaks has ended
            return false;
        }
    }

    private static ProtocolException Malformed(ReadOnlySpan<byte> line, Exception? inner)
    {
        var start = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetString(line[..Math.Min(line.Length, 120)]))
            start.Append(char.IsControl(c) ? '?' : c);
        return new("the line '" + start + (line.Length > 120 ? "…" : "") + "' is not a message of this protocol", inner: inner);
    }
}
