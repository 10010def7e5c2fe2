using System.Net;

namespace BootstrapVz.Common.Engine;

/// <summary>A proxy through which a build fetches indexes and packages; a task of Preparation sets it.</summary>
/// <param name="address">Its address, with name and password where it asks for them.</param>
/// <param name="https">Whether archives over https are fetched through it as well.</param>
public sealed class ArchiveProxy(Uri address, bool https) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; } = address.UserInfo.Split(':', 2) is [var name, var password]
        ? new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(password))
        : null;

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : address;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => host.Scheme != Uri.UriSchemeHttp && !(https && host.Scheme == Uri.UriSchemeHttps);

    /// <summary>What a log may not show.</summary>
    internal IReadOnlyList<string> Secrets => address.UserInfo.Length > 0 ? [address.UserInfo] : [];

    /// <summary>What tells apt of it. A configuration file would be kept in the cache, with the password.</summary>
    /// <remarks>Source: apt-transport-http(1) and apt-transport-https(1).</remarks>
    internal IEnumerable<KeyValuePair<string, string?>> Environment =>
        ((string[])["http_proxy", .. https ? (string[])["https_proxy"] : []]).Select(name => KeyValuePair.Create(name, (string?)address.OriginalString));
}
