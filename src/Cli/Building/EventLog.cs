using System.Collections.Concurrent;
using System.Diagnostics;
using BootstrapVz.Base.Progress;
using BootstrapVz.Remote;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>A build log that goes to the front.</summary>
internal sealed class EventLog(IBuilderChannel front) : IBuildLog
{
    // A counter moves thousands of times a second; a person sees ten.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, long> _shown = new();

    /// <inheritdoc/>
    public void Write(LogLevel level, string text) => front.Send(new LogMessage(level, text));

    /// <inheritdoc/>
    public void Progress(string counter, long done, long total, string unit)
    {
        var now = Stopwatch.GetTimestamp();
        if (_shown.TryGetValue(counter, out var last) && Stopwatch.GetElapsedTime(last, now) < Pause && done != total)
            return;
        _shown[counter] = now;
        front.Send(new ProgressMessage(counter, done, total, unit));
    }
}
