using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Common.Engine;

/// <summary>Turns what dpkg says when it fails into an error that names the package.</summary>
internal static partial class DpkgErrors
{
    /// <summary>The error of a failed run of dpkg, or of apt running it.</summary>
    public static BuildException From(CommandResult result)
    {
        var lines = (result.Output + result.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var tail = "\n  " + string.Join("\n  ", lines.TakeLast(15));
        if (lines.Any(line => line.Contains("No space left on device", StringComparison.Ordinal)))
            return new("no space left while installing packages:" + tail, "the workspace is full: free some space or choose another folder for it");
        var failed = lines.Select(line => Failure().Match(line)).Where(match => match.Success).ToList();
        // The first fails by itself; others fail because they depend on it.
        return failed.Count > 0
            ? new($"package '{failed[0].Groups["package"].Value}' cannot be {Did(failed[0].Groups["action"].Value)}:" + tail)
            : new($"packages cannot be installed (exit code {result.ExitCode}):" + tail);
    }

    private static string Did(string action) => action.Contains("configure", StringComparison.Ordinal) ? "configured" : "unpacked";

    [GeneratedRegex(@"error processing (package|archive) (.*/)?(?<package>[a-z0-9][a-z0-9+.\-]*)[^ ]* \((?<action>[^)]*)\)")]
    private static partial Regex Failure();
}
