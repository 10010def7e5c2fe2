using System.Globalization;
using System.Text;

namespace BootstrapVz.Common.Engine;

/// <summary>The dates in a Release file: Debian wiki, DebianRepository/Format.</summary>
internal static class ReleaseDates
{
    /// <summary>When the archive was published.</summary>
    public static DateTimeOffset Published(ReadOnlySpan<byte> release) => Read(release, "Date: ") ?? DateTimeOffset.UnixEpoch;

    /// <summary>How long the file may be used.</summary>
    public static DateTimeOffset ValidUntil(ReadOnlySpan<byte> release) => Read(release, "Valid-Until: ") ?? DateTimeOffset.MaxValue;

    private static DateTimeOffset? Read(ReadOnlySpan<byte> release, string field)
    {
        foreach (var line in Encoding.UTF8.GetString(release).Split('\n'))
        {
            if (line.StartsWith(field, StringComparison.Ordinal)
                && DateTimeOffset.TryParse(line[field.Length..].Replace("UTC", "GMT"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
                return date;
        }

        return null;
    }
}
