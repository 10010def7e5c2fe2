namespace BootstrapVz.Base.Progress;

/// <summary>How loud a log line is.</summary>
public enum LogLevel
{
    /// <summary>For the log file, and for the console with <c>--debug</c>.</summary>
    Debug,

    /// <summary>What a user follows the build with.</summary>
    Info,

    /// <summary>Something that will probably surprise the user later.</summary>
    Warning,

    /// <summary>A failure.</summary>
    Error,
}

/// <summary>Where a build tells what it does. Thread-safe.</summary>
public interface IBuildLog
{
    /// <summary>Writes one line.</summary>
    void Write(LogLevel level, string text);

    /// <summary>Shows how far a long step has come; replaces what the same counter showed before.</summary>
    /// <param name="counter">What is counted, for example <c>download</c> or <c>unpack</c>.</param>
    /// <param name="done">How much is done.</param>
    /// <param name="total">How much there is; 0 when unknown.</param>
    /// <param name="unit">What one is: <c>B</c> or <c>packages</c>.</param>
    void Progress(string counter, long done, long total, string unit);
}

/// <summary>Short names for the levels.</summary>
public static class BuildLogExtensions
{
    /// <summary>Writes a line for the log file.</summary>
    public static void Debug(this IBuildLog log, string text) => log.Write(LogLevel.Debug, text);

    /// <summary>Writes a line for the user.</summary>
    public static void Info(this IBuildLog log, string text) => log.Write(LogLevel.Info, text);

    /// <summary>Writes a warning.</summary>
    public static void Warning(this IBuildLog log, string text) => log.Write(LogLevel.Warning, text);
}
