using System.Collections.Concurrent;
using BootstrapVz.Base.Progress;

namespace BootstrapVz.Test.Testing;

/// <summary>Keeps what is logged, for a test to look at.</summary>
public sealed class SilentLog : IBuildLog
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IEnumerable<string> Lines => _lines;

    public void Write(LogLevel level, string text) => _lines.Enqueue(text);

    public void Progress(string counter, long done, long total, string unit)
    {
    }
}
