using System.Text;
using System.Text.RegularExpressions;

namespace BootstrapVz.Common.Comparison.Causes;

/// <summary>Causes that the content of a file tells. One entry each; the first that fits is told.</summary>
internal static partial class ContentCauses
{
    private static readonly Func<Evidence, string?>[] Table =
    [
        FormatCauses.Of,
        OfSurroundings,
        file => SameLines(file) ? "the same lines in another order" : null,
        file => TimeCauses.Of(file),
        file => file.Match(Uuid()) is not null ? "a random UUID" : null,
        OfWord,
        file => SameBytes(file) ? "the same content in another order" : null,
    ];

    /// <summary>The likely cause; null when nothing is recognised.</summary>
    public static string? Of(Evidence file) => Table.Select(recognise => recognise(file)).FirstOrDefault(cause => cause is not null);

    private static string? OfSurroundings(Evidence file)
    {
        foreach (var (what, before) in file.Before.Names)
        {
            // Nothing set is nothing to find.
            if (file.After.Names.TryGetValue(what, out var after) && after.Length > 0 && before != after
                && (before.Length == 0 || Holds(file.First, before)) && Holds(file.Second, after) && !Holds(file.First, after))
            {
                return $"it contains the {what}: '{before}' and '{after}'";
            }
        }

        return null;
    }

    private static bool Holds(byte[] content, string text) => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static bool SameLines(Evidence file) =>
        file.First.Length == file.Second.Length && file.First.Contains((byte)'\n')
        && Lines(file.First).SequenceEqual(Lines(file.Second));

    private static IOrderedEnumerable<string> Lines(byte[] content) => Encoding.Latin1.GetString(content).Split('\n').Order(StringComparer.Ordinal);

    private static bool SameBytes(Evidence file) =>
        file.First.Length == file.Second.Length && file.First.Order().SequenceEqual(file.Second.Order());

    private static string? OfWord(Evidence file)
    {
        var (first, second) = file.Words;
        string[] words = [first, second];
        return !file.IsText || words.Any(w => w.Length == 0) ? null
            : words.All(w => w.All(char.IsAsciiDigit)) ? "a number that is another one every time: part of a clock, a process id or chance"
            : words.All(w => w.Length >= 16 && w.All(char.IsAsciiHexDigit)) ? "a random or computed identifier"
            : words.All(w => w.Length >= 16 && w.Any(char.IsAsciiDigit)) ? "random characters: a key, a salt or a token"
            : null;
    }

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", RegexOptions.ExplicitCapture)]
    private static partial Regex Uuid();
}
