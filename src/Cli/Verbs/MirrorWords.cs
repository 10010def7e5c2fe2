namespace BootstrapVz.Cli.Verbs;

/// <summary><c>ORIGIN=URL</c>: where this host fetches an archive from.</summary>
internal static class MirrorWords
{
    /// <summary>What is wrong with a word, or null.</summary>
    public static string? Problem(string word)
    {
        var parts = word.Split('=', 2);
        return parts.Length == 2 && parts.All(IsAddress)
            ? null
            : $"option '--mirror' takes ORIGIN=URL, two http addresses, not '{word}'";
    }

    /// <summary>The words of the variable <c>BOOTSTRAP_VZ_MIRROR</c>, separated by spaces.</summary>
    /// <exception cref="Base.Errors.BuildException">One of them is malformed.</exception>
    public static IReadOnlyList<string> From(Terminal terminal)
    {
        var words = (terminal.Variable("BOOTSTRAP_VZ_MIRROR") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words)
        {
            if (Problem(word) is not null)
                throw new Base.Errors.BuildException($"the variable BOOTSTRAP_VZ_MIRROR holds '{word}'", "it takes ORIGIN=URL, several separated by spaces");
        }

        return words;
    }

    /// <summary>URLs by origin; of two for one origin the last counts.</summary>
    public static IReadOnlyDictionary<string, string> Map(IEnumerable<string> words) => words
        .Select(word => word.Split('=', 2))
        .GroupBy(pair => pair[0].TrimEnd('/'))
        .ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1]);

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https" or "file");
}
