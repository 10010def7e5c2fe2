using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.SystemdUnits;

/// <summary>The name of a unit with its type; systemd.unit(5).</summary>
public readonly partial record struct UnitName(string Value) : IWord<UnitName>
{
    private const string Rule = @"[A-Za-z0-9:_.\\-]+(@[A-Za-z0-9:_.\\-]*)?\.(service|socket|device|mount|automount|swap|target|path|timer|slice)";

    /// <inheritdoc/>
    public static string Pattern => Rule;

    /// <inheritdoc/>
    public static string Meaning => "a unit with its type: 'web.service', 'backup.timer'";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static UnitName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out UnitName result)
    {
        result = new(s ?? "");
        return s is not null && Whole().IsMatch(s);
    }

    [GeneratedRegex($@"^{Rule}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
