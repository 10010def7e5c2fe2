using System.Diagnostics.CodeAnalysis;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>A partition's size: a number of bytes, or <c>auto</c> for the content plus a margin.</summary>
/// <param name="Fixed">The size, or null for <c>auto</c>.</param>
public readonly record struct PartitionSize(Bytes? Fixed) : IWord<PartitionSize>
{
    /// <summary>Fits the content plus a margin.</summary>
    public static PartitionSize Auto => new(null);

    /// <inheritdoc/>
    public static string Pattern => Bytes.Pattern + "|auto";

    /// <inheritdoc/>
    public static string Meaning => "a size such as '512MiB' or 'auto'";

    /// <inheritdoc/>
    public override string ToString() => Fixed?.ToString() ?? "auto";

    /// <inheritdoc/>
    public static PartitionSize Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PartitionSize result)
    {
        result = Auto;
        if (s == "auto")
            return true;
        if (!Bytes.TryParse(s, provider, out var bytes))
            return false;
        result = new(bytes);
        return true;
    }
}
