using System.Diagnostics;
using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Output;

/// <summary>The log file of one build, called and laid out as the original's: <c>[ms since start] LEVEL: message</c>.</summary>
internal sealed class LogFile : IBuildView
{
    // A file's name has 255 bytes at most: path_resolution(7), NAME_MAX.
    private const int LongestCell = 100;

    private readonly Lock _gate = new();
    private readonly StreamWriter _file;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private LogFile(string path)
    {
        Path = path;
        _file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Opens the log file for a manifest in a folder, which is made.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="manifest">The manifest's path.</param>
    /// <param name="now">The time in its name.</param>
    /// <param name="cell">What tells it from the other logs of a matrix, or null.</param>
    /// <exception cref="BuildException">The folder or file cannot be written.</exception>
    public static LogFile Create(string folder, string manifest, DateTimeOffset now, string? cell = null)
    {
        var name = now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "_" + System.IO.Path.GetFileNameWithoutExtension(manifest)
            + (cell is null ? "" : "_" + Plain(cell)) + ".log";
        try
        {
            Directory.CreateDirectory(folder);
            return new(System.IO.Path.Combine(folder, name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"the log folder '{folder}' cannot be written: {error.Message}", "name another folder with --log, or none with --log -", error);
        }
    }

    /// <summary>The folder when none is named.</summary>
    public static string DefaultFolder(Terminal terminal) => terminal.IsRoot
        ? "/var/log/bootstrap-vz"
        : System.IO.Path.Combine(terminal.XdgFolder("XDG_STATE_HOME", ".local/state"), "log");

    /// <inheritdoc/>
    public void Show(BuilderMessage message)
    {
        switch (message)
        {
            case PlanMessage plan:
                Write(LogLevel.Debug, "tasks:\n  " + string.Join("\n  ", plan.Tasks.Select(t => t.Name)));
                break;
            case TaskStartedMessage task:
                Write(LogLevel.Info, task.Description);
                break;
            case TaskFinishedMessage task:
                Write(LogLevel.Debug, string.Create(CultureInfo.InvariantCulture, $"done in {task.Seconds:0.000} s"));
                break;
            case LogMessage line:
                Write(line.Level, line.Text);
                break;
            case RollbackMessage:
                Write(LogLevel.Error, "Rolling back");
                break;
            case FailureMessage failure:
                foreach (var text in ErrorText.Lines(failure, debug: true))
                    Write(LogLevel.Error, text);
                break;
            case ResultMessage result:
                Write(LogLevel.Info, "Successfully completed: " + string.Join(", ", result.Images.Select(i => i.Path)));
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Plain(string cell) => string.Concat(cell.Take(LongestCell).Select(c => char.IsAsciiLetterOrDigit(c) || ".,=_-".Contains(c) ? c : '-'));

    private void Write(LogLevel level, string text)
    {
        lock (_gate)
            _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_clock.ElapsedMilliseconds}] {level.ToString().ToUpperInvariant()}: {text}"));
    }
}
