using BootstrapVz.Base.Errors;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Output;

/// <summary>How errors look on the console.</summary>
internal static class ErrorText
{
    /// <summary>Writes an error: located lines of a manifest as they are, anything else as <c>error: …</c> with its hint.</summary>
    public static void Write(TextWriter to, FailureMessage failure, bool debug)
    {
        foreach (var line in Lines(failure, debug))
            to.WriteLine(line);
    }

    /// <summary>The lines of an error.</summary>
    public static IEnumerable<string> Lines(FailureMessage failure, bool debug)
    {
        var bug = failure.ExitCode == (int)ExitCode.Bug;
        var located = failure.ExitCode == (int)ExitCode.InvalidManifest;
        yield return located ? failure.Message : "error: " + failure.Message;
        if (failure.Hint is { } hint)
            yield return "  hint: " + hint.Replace("\n", "\n        ");
        if (bug)
            yield return "this is a bug in bootstrap-vz; please report it with the lines below and the manifest";
        if ((bug || debug) && failure.Detail is { } detail)
            yield return detail;
    }
}
