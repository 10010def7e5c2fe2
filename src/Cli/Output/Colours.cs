using BootstrapVz.Base.Progress;

namespace BootstrapVz.Cli.Output;

/// <summary>Colours of the original's console: error red, warning magenta, info blue.</summary>
internal sealed class Colours(bool on)
{
    private const string Reset = "\e[0m";

    /// <summary>Decides from <c>--color</c>; <c>auto</c> colours a terminal unless NO_COLOR is set (no-color.org).</summary>
    public static Colours Choose(string word, Terminal terminal) => new(word switch
    {
        "always" => true,
        "never" => false,
        _ => terminal.ErrorIsTerminal && string.IsNullOrEmpty(terminal.Variable("NO_COLOR")) && terminal.Variable("TERM") != "dumb",
    });

    /// <summary>Whether anything is coloured.</summary>
    public bool On { get; } = on;

    /// <summary>A line in the colour of its level.</summary>
    public string Paint(LogLevel level, string text) => !On ? text : level switch
    {
        LogLevel.Error => "\e[31m" + text + Reset,
        LogLevel.Warning => "\e[35m" + text + Reset,
        LogLevel.Info => "\e[34m" + text + Reset,
        _ => text,
    };

    /// <summary>A heading.</summary>
    public string Bold(string text) => On ? "\e[1m" + text + Reset : text;

    /// <summary>Something of less weight.</summary>
    public string Dim(string text) => On ? "\e[2m" + text + Reset : text;
}
