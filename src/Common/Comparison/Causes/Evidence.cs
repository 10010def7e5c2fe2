using System.Text;
using System.Text.RegularExpressions;

namespace BootstrapVz.Common.Comparison.Causes;

/// <summary>A file in two versions, with the place from which on they differ.</summary>
internal sealed record Evidence(byte[] First, byte[] Second, Surroundings Before, Surroundings After)
{
    private const int Around = 64;

    /// <summary>The first byte that differs.</summary>
    public int Position { get; } = First.AsSpan().CommonPrefixLength(Second);

    /// <summary>What differs first as text, with some of what is around it.</summary>
    public (string First, string Second) Window => (WindowOf(First), WindowOf(Second));

    /// <summary>The place in both windows that differs first.</summary>
    public int WindowPosition => Math.Min(Position, Around);

    /// <summary>Whether there is text where they differ.</summary>
    public bool IsText => (Window.First + Window.Second).All(c => c is >= ' ' or '\t' or '\n' or '\r');

    /// <summary>Both begin with something.</summary>
    public bool Begin(ReadOnlySpan<byte> mark) => First.AsSpan().StartsWith(mark) && Second.AsSpan().StartsWith(mark);

    /// <summary>The matches of a pattern that include what differs first.</summary>
    public (string First, string Second)? Match(Regex pattern)
    {
        var (first, second) = Window;
        return Covering(pattern, first) is { } left && Covering(pattern, second) is { } right ? (left, right) : null;
    }

    /// <summary>The words of letters and digits that include what differs first.</summary>
    public (string First, string Second) Words
    {
        get
        {
            var (first, second) = Window;
            return (WordOf(first), WordOf(second));
        }
    }

    private string? Covering(Regex pattern, string text) =>
        pattern.Matches(text).FirstOrDefault(m => m.Index <= WindowPosition && m.Index + m.Length >= WindowPosition)?.Value;

    private string WordOf(string text)
    {
        var (start, end) = (WindowPosition, WindowPosition);
        while (start > 0 && IsPart(text[start - 1]))
            start--;
        while (end < text.Length && IsPart(text[end]))
            end++;
        return text[start..end];
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '_';

    // One character for each byte, so that places stay the same.
    private string WindowOf(byte[] bytes)
    {
        var start = Math.Max(0, Position - Around);
        return Encoding.Latin1.GetString(bytes.AsSpan(start, Math.Min(bytes.Length, Position + Around) - start));
    }
}
