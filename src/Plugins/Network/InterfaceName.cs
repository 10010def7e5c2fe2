using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Network;

/// <summary>The name of a network interface; the kernel's net/core/dev.c, dev_valid_name.</summary>
public readonly partial record struct InterfaceName(string Value) : IWord<InterfaceName>
{
    private const string Rule = "[A-Za-z0-9][A-Za-z0-9_.-]{0,14}";

    /// <inheritdoc/>
    public static string Pattern => Rule;

    /// <inheritdoc/>
    public static string Meaning => "an interface's name of letters, digits, '_', '.' and '-', up to 15";

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public static InterfaceName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out InterfaceName result)
    {
        result = new(s ?? "");
        return s is not null && Whole().IsMatch(s);
    }

    [GeneratedRegex($@"^{Rule}\z")]
    private static partial Regex Whole();
}
