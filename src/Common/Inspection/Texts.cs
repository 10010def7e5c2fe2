using System.Globalization;
using System.Text;

namespace BootstrapVz.Common.Inspection;

/// <summary>Times as they are told.</summary>
internal static class TimeText
{
    /// <summary>For example <c>2026-01-02 03:04:05Z</c>, with nanoseconds when there are any.</summary>
    public static string Of(long seconds, uint nanoseconds)
    {
        var text = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return text + (nanoseconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{nanoseconds:000000000}")) + "Z";
    }
}

/// <summary>Names as they are told.</summary>
internal static class PathText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>UTF-8, or with <c>\xNN</c> for what is not ASCII when it is no UTF-8.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            var text = new StringBuilder();
            foreach (var b in bytes)
                text.Append(b < 0x80 ? ((char)b).ToString() : $"\\x{b:x2}");
            return text.ToString();
        }
    }
}
