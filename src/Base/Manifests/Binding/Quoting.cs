namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>Words in messages.</summary>
internal static class Quoting
{
    /// <summary>The text in quotes, on one line and cut when long.</summary>
    public static string Quoted(this string text)
    {
        var line = text.ReplaceLineEndings("⏎");
        return $"'{(line.Length > 80 ? line[..80] + "…" : line)}'";
    }

    /// <summary><c>'a', 'b', 'c'</c>.</summary>
    public static string QuotedList(this IEnumerable<string> words) => string.Join(", ", words.Select(word => $"'{word}'"));

    /// <summary>A path as the user would write it: <c>plugins.file_copy.files[0]</c>.</summary>
    public static string AsPath(this IReadOnlyList<string> path) =>
        path.Aggregate("", (text, step) => step.All(char.IsAsciiDigit) ? $"{text}[{step}]" : text.Length == 0 ? step : $"{text}.{step}");
}
