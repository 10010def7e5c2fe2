using System.Globalization;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.AptProxy;

/// <summary>The address of the proxy as apt takes it.</summary>
internal static class ProxyAddress
{
    /// <summary>The address with name and password where both are given.</summary>
    public static Uri Of(AptProxyOptions options, BuildContext build) =>
        options is { Username: { } username, Password: { } password }
            ? Of(options, build.Reveal(username), build.Reveal(password))
            : Of(options, null, null);

    /// <summary>The address; what would end name or password early is escaped. RFC 3986, section 3.2.</summary>
    public static Uri Of(AptProxyOptions options, string? username, string? password)
    {
        var login = username is null ? "" : $"{Uri.EscapeDataString(username)}:{Uri.EscapeDataString(password!)}@";
        var host = options.Address.Contains(':', StringComparison.Ordinal) ? $"[{options.Address}]" : options.Address;
        return new(string.Create(CultureInfo.InvariantCulture, $"http://{login}{host}:{options.Port}"));
    }
}
