using System.Text;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Hosts;

/// <summary>A program with its arguments, as a value. Nothing here is ever given to a shell.</summary>
public sealed record Command
{
    /// <summary>Creates a command.</summary>
    /// <param name="program">The program's name, looked up in <c>PATH</c>.</param>
    /// <param name="arguments">One string per argument.</param>
    public Command(string program, params IReadOnlyList<string> arguments)
    {
        Program = program;
        Arguments = arguments;
    }

    /// <summary>The program's name, looked up in <c>PATH</c>.</summary>
    public string Program { get; init; }

    /// <summary>One string per argument.</summary>
    public IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Text for standard input, which is closed after it; null closes it at once.</summary>
    public string? Input { get; init; }

    /// <summary>Variables set on top of the inherited environment; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether the program's own environment is passed on; without it only <see cref="Environment"/> is.</summary>
    public bool InheritEnvironment { get; init; } = true;

    /// <summary>The folder to start in; null is the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Exit codes that are not failures.</summary>
    public IReadOnlyList<int> AllowedExitCodes { get; init; } = [0];

    /// <summary>Words that are shown as <c>***</c> wherever this command is logged or fails.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Whether output lines go to the log while they are produced.</summary>
    public bool LogOutput { get; init; } = true;

    /// <summary>The command as a line to paste into a shell, secrets hidden.</summary>
    public override string ToString()
    {
        var line = new StringBuilder();
        foreach (var (name, value) in Environment)
        {
            if (value is not null && InheritEnvironment)
                line.Append(name).Append('=').Append(Quote(value)).Append(' ');
        }

        line.Append(Quote(Program));
        foreach (var argument in Arguments)
            line.Append(' ').Append(Quote(argument));
        return Redact(line.ToString());
    }

    /// <summary>Hides this command's secrets in a text.</summary>
    public string Redact(string text)
    {
        foreach (var secret in Secrets)
        {
            if (secret.Length > 0)
                text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "%+,-./:=@_{}".Contains(c))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

/// <summary>What a finished command left.</summary>
/// <param name="ExitCode">Its exit code; 128 + signal when a signal ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output by line, without the last line end.</summary>
    public IReadOnlyList<string> Lines => Output.Length == 0 ? [] : Output.TrimEnd('\n').Split('\n');
}

/// <summary>A command ended with an exit code that is a failure.</summary>
public sealed class CommandFailedException : BootstrapException
{
    /// <summary>Creates the error from what the command left.</summary>
    public CommandFailedException(Command command, CommandResult result)
        : base(Describe(command, result), $"the command was: {command}")
    {
        Command = command;
        CommandExitCode = result.ExitCode;
        ErrorTail = Tail(command.Redact(result.Error));
    }

    /// <summary>The command that failed.</summary>
    public Command Command { get; }

    /// <summary>Its exit code.</summary>
    public int CommandExitCode { get; }

    /// <summary>The last lines of its standard error.</summary>
    public string ErrorTail { get; }

    private static string Describe(Command command, CommandResult result)
    {
        var tail = Tail(command.Redact(result.Error.Trim().Length > 0 ? result.Error : result.Output));
        return $"'{command.Program}' ended with exit code {result.ExitCode}" + (tail.Length == 0 ? "" : ":\n" + tail);
    }

    private static string Tail(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(12));
}
