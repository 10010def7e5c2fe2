using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Firewall;

/// <summary>A port or a range of ports.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct Ports(int First, int Last) : IWord<Ports>
{
    private const int Highest = 65535;

    /// <inheritdoc/>
    public static string Pattern => "[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?";

    /// <inheritdoc/>
    public static string Meaning => "a port from 1 to 65535, or a range of ports: '22', '8000-8010'";

    /// <inheritdoc/>
    public override string ToString() => First == Last ? First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    /// <inheritdoc/>
    public static Ports Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Ports result)
    {
        result = default;
        if (s is null || !Rule().IsMatch(s))
            return false;
        var ends = s.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        result = new(ends[0], ends[^1]);
        return result.First <= result.Last && result.Last <= Highest;
    }

    [GeneratedRegex(@"^[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();
}
