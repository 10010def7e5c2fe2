using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>A partition's size: a number of bytes, a part of what the others leave, or <c>auto</c> for the content plus a margin.</summary>
/// <param name="Fixed">The number of bytes, or null.</param>
/// <param name="Percent">The part in hundredths, or null.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PartitionSize(Bytes? Fixed, int? Percent = null) : IWord<PartitionSize>
{
    /// <summary>Fits the content plus a margin.</summary>
    public static PartitionSize Auto => new(null);

    /// <summary>Whether the size follows from the content.</summary>
    public bool IsAuto => Fixed is null && Percent is null;

    /// <inheritdoc/>
    public static string Pattern => Bytes.Pattern + "|([1-9][0-9]?|100)%|auto";

    /// <inheritdoc/>
    public static string Meaning => "a size such as '512MiB', '50%' or 'auto'";

    /// <inheritdoc/>
    public override string ToString() =>
        Percent is { } percent ? percent.ToString(CultureInfo.InvariantCulture) + "%" : Fixed?.ToString() ?? "auto";

    /// <inheritdoc/>
    public static PartitionSize Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PartitionSize result)
    {
        result = Auto;
        if (s == "auto")
            return true;
        if (s is [>= '1' and <= '9', .., '%'] && int.TryParse(s.AsSpan(0, s.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
        {
            result = new(null, percent);
            return percent <= 100;
        }

        if (!Bytes.TryParse(s, provider, out var bytes))
            return false;
        result = new(bytes);
        return true;
    }
}
