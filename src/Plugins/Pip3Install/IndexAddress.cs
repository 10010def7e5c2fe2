using System.Text.RegularExpressions;

namespace BootstrapVz.Plugins.Pip3Install;

/// <summary>The address of an index of packages; a name, a password, and tokens anywhere behind the server may be secret.</summary>
internal static partial class IndexAddress
{
    /// <summary>What of an address has to be hidden, so that only the server is told.</summary>
    /// <remarks>Pip shows addresses in words of its own: with stars for the password, a package's name behind them, and characters encoded as it likes; RFC 3986, section 2.1.</remarks>
    public static IReadOnlyList<string> Secrets(string address)
    {
        var parts = Parts().Match(address);
        IEnumerable<string> secrets =
        [
            address, .. Written("", parts.Groups["name"]), .. Written("", parts.Groups["password"]),
            .. parts.Groups["piece"].Captures.SelectMany(piece => Written(piece.Value[..1], piece)),
        ];
        return [.. secrets.Where(secret => secret.Length > 0).Distinct().OrderByDescending(secret => secret.Length)];
    }

    // A piece of the path is hidden with the slash before it: as a word it may stand in any text.
    private static IEnumerable<string> Written(string delimiter, Capture part)
    {
        var raw = part.Value[delimiter.Length..];
        var plain = Uri.UnescapeDataString(raw);
        return raw.Length == 0 ? [] : [delimiter + raw, delimiter + plain, delimiter + Uri.EscapeDataString(plain)];
    }

    [GeneratedRegex("^([^/]*//)?((?<name>[^:/?#]*)(:(?<password>[^/?#]*))?@)?[^/?#]*(?<piece>[/?#&=][^/?#&=]*)*$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();
}
