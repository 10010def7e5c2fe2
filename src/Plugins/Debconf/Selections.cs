using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Debconf;

/// <summary>Lines for debconf-set-selections(1).</summary>
internal static class SelectionLines
{
    // debconf-devel(7), TYPES.
    private static readonly string[] Types =
        ["string", "boolean", "select", "multiselect", "note", "error", "title", "text", "password"];

    /// <summary>The lines with an answer: comments and empty lines are left out, and what a backslash continues is one line.</summary>
    public static IReadOnlyList<string> Of(string selections) =>
    [
        .. selections.Replace("\\\n", "", StringComparison.Ordinal).Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith('#')),
    ];

    /// <summary>What is wrong with a line, or null.</summary>
    public static string? ProblemOf(string line) => line.Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries) switch
    {
        { Length: < 3 } => "is no answer to a question",
        [_, _, "seen", var seen] => seen is "true" or "false" ? null : "says neither 'true' nor 'false'",
        [_, _, var type, ..] when !Types.Contains(type) => $"has type '{type}', which debconf does not know",
        _ => null,
    };
}

/// <summary>Adds the manifest's answers to those packages get before they ask.</summary>
[Task(Phase.Preparation, "Adding the manifest's answers for packages")]
[Before<PackagesQueued>]
internal sealed class AddSelections(DebconfOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var line in SelectionLines.Of(options.Selections))
            build.Get<DebconfSelections>().Lines.Add(line);
        return Task.CompletedTask;
    }
}
