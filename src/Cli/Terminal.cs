using System.Text;

namespace BootstrapVz.Cli;

/// <summary>What surrounds the program: streams, environment and folder. Tests bring their own.</summary>
internal sealed record Terminal
{
    /// <summary>Standard output: results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error: progress and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input: answers to questions.</summary>
    public required TextReader In { get; init; }

    /// <summary>Whether a person reads <see cref="Error"/>.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether a person types on <see cref="In"/>.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>The folder relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Variables of the environment.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>Whether the program runs as root.</summary>
    public bool IsRoot { get; init; }

    /// <summary>The process's own.</summary>
    public static Terminal Real() => new()
    {
        Out = Writer(Console.OpenStandardOutput()),
        Error = Writer(Console.OpenStandardError()),
        In = new StreamReader(Console.OpenStandardInput()),
        ErrorIsTerminal = !Console.IsErrorRedirected,
        InIsTerminal = !Console.IsInputRedirected,
        WorkingDirectory = Directory.GetCurrentDirectory(),
        Variable = Environment.GetEnvironmentVariable,
        IsRoot = Environment.IsPrivilegedProcess,
    };

    /// <summary>A path as it was given, made absolute.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, WorkingDirectory);

    /// <summary>A folder of the XDG base directory specification, for this program.</summary>
    /// <param name="variable">For example <c>XDG_CACHE_HOME</c>.</param>
    /// <param name="fallback">What it is below the home folder when the variable is not set.</param>
    public string XdgFolder(string variable, string fallback)
    {
        var set = Variable(variable);
        var folder = Path.IsPathRooted(set) ? set : Path.Combine(Variable("HOME") ?? "/", fallback);
        return Path.Combine(folder, "bootstrap-vz");
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };
}
