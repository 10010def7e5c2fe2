using System.Net;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Engine;

/// <summary>Names and passwords that archives ask for; a build's own, none is kept in the image or in the cache. Tasks of Preparation add them.</summary>
public sealed class ArchiveLogins : ICredentials
{
    private readonly List<(string Archive, NetworkCredential Login)> _logins = [];

    /// <summary>Adds what an archive asks for.</summary>
    /// <param name="archive">The archive's address, as the manifest has it.</param>
    /// <param name="name">The name.</param>
    /// <param name="password">The password.</param>
    /// <exception cref="BuildException">One of them is nothing that apt can be told.</exception>
    public void Add(Uri archive, string name, string password)
    {
        // Words are all that the format has: apt_auth.conf(5), netrc(5).
        if ((name + password).Any(char.IsWhiteSpace))
            throw new BuildException($"the name and password for '{archive}' may have no blanks: apt takes none", "ask for another password");
        _logins.Add((archive.ToString().TrimEnd('/'), new(name, password)));
    }

    /// <inheritdoc/>
    public NetworkCredential? GetCredential(Uri uri, string authType) => _logins
        .Where(login => uri.AbsoluteUri.StartsWith(new Uri(login.Archive + "/").AbsoluteUri, StringComparison.Ordinal)).OrderByDescending(login => login.Archive.Length).FirstOrDefault().Login;

    /// <summary>What a log may not show.</summary>
    internal IEnumerable<string> Secrets => _logins.SelectMany(login => (string[])[login.Login.UserName, login.Login.Password]);

    /// <summary>What tells apt of them. The one whose address says most is found first.</summary>
    /// <remarks>Source: apt_auth.conf(5).</remarks>
    internal string Netrc => string.Concat(_logins.OrderByDescending(login => login.Archive.Length)
        .Select(login => $"machine {login.Archive}/ login {login.Login.UserName} password {login.Login.Password}\n"));

    /// <summary>The same for where this host fetches from.</summary>
    internal ArchiveLogins At(MirrorMap mirrors)
    {
        var there = new ArchiveLogins();
        there._logins.AddRange(_logins.Select(login => (mirrors.Map(login.Archive), login.Login)));
        return there;
    }
}
