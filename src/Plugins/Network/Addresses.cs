using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Network;

/// <summary>An address of IPv4 or IPv6.</summary>
public readonly partial record struct HostAddress(IPAddress Value) : IWord<HostAddress>
{
    /// <summary>The characters of an address of either kind; what is one is for <see cref="TryParse"/> to say.</summary>
    internal const string Characters = @"((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)";

    /// <inheritdoc/>
    public static string Pattern => Characters;

    /// <inheritdoc/>
    public static string Meaning => "an address: '192.0.2.1', '2001:db8::1'";

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();

    /// <inheritdoc/>
    public static HostAddress Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out HostAddress result)
    {
        result = default;
        if (s is null || !Rule().IsMatch(s) || !IPAddress.TryParse(s, out var address))
            return false;
        result = new(address);
        return true;
    }

    [GeneratedRegex($@"^{Characters}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();
}

/// <summary>An address with the length of its network's prefix; RFC 4632, section 3.1.</summary>
public readonly partial record struct PrefixedAddress(IPAddress Address, int Length) : IWord<PrefixedAddress>
{
    /// <inheritdoc/>
    public static string Pattern => HostAddress.Characters + "/(12[0-8]|1[01][0-9]|[1-9]?[0-9])";

    /// <inheritdoc/>
    public static string Meaning => "an address with its prefix: '192.0.2.10/24', '2001:db8::10/64'";

    /// <summary>Whether it is of IPv6.</summary>
    public bool IsV6 => Address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>The network it lies in.</summary>
    public IPNetwork Network => new(Masked(Address, Length), Length);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");

    /// <inheritdoc/>
    public static PrefixedAddress Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not {Meaning}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PrefixedAddress result)
    {
        result = default;
        if (s?.Split('/') is not [var text, var digits] || !HostAddress.TryParse(text, provider, out var address)
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return false;
        result = new(address.Value, length);
        return length <= (result.IsV6 ? 128 : 32);
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xff << Math.Clamp(8 - (length - i * 8), 0, 8));
        return new(bytes);
    }
}
