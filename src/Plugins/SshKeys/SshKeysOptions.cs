using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.SshKeys;

/// <summary>Settings under <c>plugins.ssh_keys</c>.</summary>
public sealed record SshKeysOptions
{
    /// <summary>Who may log in with which keys: by user, each key a line as in authorized_keys.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> AuthorizedKeys { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Who may log in with the keys of which file on the host: by user, relative to the manifest.</summary>
    [HostFile]
    public IReadOnlyDictionary<string, string> AuthorizedKeysFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of the SSH server, as sshd_config(5) has them: <c>MaxAuthTries: 3</c>.</summary>
    [RegularExpression("[^\n]+")]
    public IReadOnlyDictionary<SshdKeyword, string> Sshd { get; init; } = new Dictionary<SshdKeyword, string>();
}
