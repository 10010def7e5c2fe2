using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Salt;

/// <summary>The name of a grain.</summary>
public readonly partial record struct GrainName(string Value) : IWord<GrainName>
{
    /// <inheritdoc/>
    public static string Pattern => "[^/\\x00]+";

    /// <inheritdoc/>
    public static string Meaning => "the name of a grain, without a slash";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static GrainName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out GrainName result)
    {
        result = new(s ?? "");
        return s is not null && Rule().IsMatch(s);
    }

    [GeneratedRegex(@"^[^/\x00]+\z")]
    private static partial Regex Rule();
}
