using BootstrapVz.Base.Progress;

namespace BootstrapVz.Cli.Building;

/// <summary>Drops everything; for looking at the host outside a build.</summary>
internal sealed class SilentLog : IBuildLog
{
    /// <inheritdoc/>
    public void Write(LogLevel level, string text)
    {
        // Nobody is told.
    }

    /// <inheritdoc/>
    public void Progress(string counter, long done, long total, string unit)
    {
        // Nobody is told.
    }
}
