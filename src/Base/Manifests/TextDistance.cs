namespace BootstrapVz.Base.Manifests;

/// <summary>Finds the word that was probably meant.</summary>
public static class TextDistance
{
    /// <summary>How many letters must be inserted, removed, replaced or swapped with their neighbour to turn one word into the other.</summary>
    /// <remarks>Optimal string alignment distance; upper and lower case are the same letter, as are '-' and '_'.</remarks>
    public static int Between(string a, string b)
    {
        (a, b) = (Fold(a), Fold(b));
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }

    /// <summary>The nearest of some words, or null when none is near: one slip in about three letters, three slips at most.</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        if (word.Length > 100)
            return null;
        var nearest = words.Where(other => other.Length <= 100).Select(other => (Word: other, Distance: Between(word, other)))
            .OrderBy(other => other.Distance).ThenBy(other => other.Word, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Word is not null && nearest.Distance <= Math.Clamp((word.Length + 1) / 3, 1, 3) ? nearest.Word : null;
    }

    /// <summary>A hint that asks for the nearest word, or null when none is near.</summary>
    public static string? Suggest(string word, IEnumerable<string> words) =>
        Nearest(word, words) is { } nearest ? $"did you mean '{nearest}'?" : null;

    private static string Fold(string word) => word.ToLowerInvariant().Replace('-', '_');
}
