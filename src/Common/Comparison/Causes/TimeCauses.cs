using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BootstrapVz.Common.Comparison.Causes;

/// <summary>Recognises times of the two builds.</summary>
internal static partial class TimeCauses
{
    public const string Clock = "the time of the build";
    private const long Tolerance = 2;

    public static string? Of(Evidence file)
    {
        if (file.Match(Seconds()) is { } numbers && IsWithin(numbers.First, file.Before) && IsWithin(numbers.Second, file.After))
            return Clock + ", in seconds since 1970";
        if (file.Match(Written()) is not null)
            return Clock + ", or another date";
        return IsBinary(file) ? Clock + ", as a binary number" : null;
    }

    /// <summary>Whether four bytes in a place of both are times of the builds.</summary>
    private static bool IsBinary(Evidence file)
    {
        for (var place = Math.Max(0, file.Position - 3); place <= file.Position && place + 4 <= Math.Min(file.First.Length, file.Second.Length); place++)
        {
            var first = file.First.AsSpan(place);
            var second = file.Second.AsSpan(place);
            if (IsWithin(BinaryPrimitives.ReadUInt32LittleEndian(first), file.Before) && IsWithin(BinaryPrimitives.ReadUInt32LittleEndian(second), file.After)
                || IsWithin(BinaryPrimitives.ReadUInt32BigEndian(first), file.Before) && IsWithin(BinaryPrimitives.ReadUInt32BigEndian(second), file.After))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWithin(string number, Surroundings build) => IsWithin(long.Parse(number[..10], CultureInfo.InvariantCulture), build);

    private static bool IsWithin(long seconds, Surroundings build) =>
        seconds >= build.Began.ToUnixTimeSeconds() - Tolerance && seconds <= build.Ended.ToUnixTimeSeconds() + Tolerance;

    [GeneratedRegex("(?<![0-9])[1-9][0-9]{9}(?![0-9])")]
    private static partial Regex Seconds();

    [GeneratedRegex("""
        [0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.,]+)?
        | [0-9]{2}:[0-9]{2}(:[0-9]{2})?
        | (Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\ .{4,28}[0-9]{4}
        | (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\ +[0-9]{1,2}
        | 20[0-9]{6}T?[0-9]{6}
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
