namespace BootstrapVz.Cli.Output;

/// <summary>Chooses how a build is shown on the console.</summary>
internal static class Views
{
    /// <summary>From the words of <c>--progress</c>: <c>auto</c> is live on a terminal and plain elsewhere.</summary>
    public static IBuildView Choose(string word, Terminal terminal, Colours colours, bool debug) => word switch
    {
        "json" => new JsonView(terminal.Error, debug),
        "none" => new QuietView(terminal.Error, debug),
        _ when IsLive(word, terminal) => new LiveView(terminal.Error, colours, debug),
        _ => new PlainView(terminal.Error, colours, debug),
    };

    /// <summary>Whether lines of the screen may move.</summary>
    public static bool IsLive(string word, Terminal terminal) => word == "auto" && terminal.ErrorIsTerminal && terminal.Variable("TERM") is not (null or "dumb");
}
