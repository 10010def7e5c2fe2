using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.AdminUser;

/// <summary>Settings under <c>plugins.admin_user</c>.</summary>
public sealed record AdminUserOptions
{
    /// <summary>The account's name.</summary>
    [RegularExpression("[a-z_][a-z0-9_-]{0,31}")]
    public required string Username { get; init; }

    /// <summary>A password in clear text; without one the account is locked for passwords.</summary>
    public Secret? Password { get; init; }

    /// <summary>A file with SSH public keys, relative to the manifest, that may log in as this user.</summary>
    [HostFile]
    public string? Pubkey { get; init; }
}
