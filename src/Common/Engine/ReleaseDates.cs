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

    /// <summary>What it calls itself: origin, label, codename and date.</summary>
    public static string Names(ReadOnlySpan<byte> release)
    {
        var text = Encoding.UTF8.GetString(release);
        return $"{Field(text, "Origin: ")} {Field(text, "Label: ")} {Field(text, "Codename: ")} {Published(release).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";
    }

    private static DateTimeOffset? Read(ReadOnlySpan<byte> release, string field) =>
        DateTimeOffset.TryParse(Field(Encoding.UTF8.GetString(release), field)?.Replace("UTC", "GMT"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    private static string? Field(string release, string field) =>
        release.Split('\n').FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))?[field.Length..].Trim();
}
