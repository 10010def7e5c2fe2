namespace BootstrapVz.Common.Engine;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Spelling
{
    /// <summary>The name with the fewest changes, if they are few for its length.</summary>
    public static string? Nearest(string word, IEnumerable<string> names)
    {
        var best = (Name: (string?)null, Changes: Math.Max(1, word.Length / 4) + 1);
        foreach (var name in names)
        {
            if (Math.Abs(name.Length - word.Length) >= best.Changes)
                continue;
            var changes = Changes(word, name);
            if (changes < best.Changes || (changes == best.Changes && string.CompareOrdinal(name, best.Name) < 0 && best.Name is not null))
                best = (name, changes);
        }

        return best.Name;
    }

    // Levenshtein's distance, a swap of neighbours counting once.
    private static int Changes(string a, string b)
    {
        int[] older = [], previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], older[j - 2] + 1);
            }

            (older, previous) = (previous, row);
        }

        return previous[b.Length];
    }
}
