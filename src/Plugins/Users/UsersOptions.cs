using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.Users;

/// <summary>Settings under <c>plugins.users</c>.</summary>
public sealed record UsersOptions
{
    /// <summary>Groups to make, by name.</summary>
    public IReadOnlyDictionary<AccountName, GroupOptions> Groups { get; init; } = new Dictionary<AccountName, GroupOptions>();

    /// <summary>Users to make, by name.</summary>
    public IReadOnlyDictionary<AccountName, UserOptions> Users { get; init; } = new Dictionary<AccountName, UserOptions>();
}

/// <summary>A group.</summary>
public sealed record GroupOptions
{
    /// <summary>Its number.</summary>
    [Range(1, 65533)]
    public int? Gid { get; init; }

    /// <summary>Gives it a number of the range of services, below 1000.</summary>
    public bool System { get; init; }
}

/// <summary>A user.</summary>
public sealed record UserOptions
{
    /// <summary>The user's number.</summary>
    [Range(1, 65533)]
    public int? Uid { get; init; }

    /// <summary>An account of a service: a number below 1000, no home directory, nobody logs in.</summary>
    public bool System { get; init; }

    /// <summary>The full name.</summary>
    [RegularExpression("[^:\n]*")]
    public string? Comment { get; init; }

    /// <summary>The home directory; /home/NAME by default.</summary>
    [RegularExpression("/[^:\n]*")]
    public string? Home { get; init; }

    /// <summary>The login shell; /bin/bash by default, /usr/sbin/nologin for a service.</summary>
    [RegularExpression("/[^:\n]+")]
    public string? Shell { get; init; }

    /// <summary>The user's own group; one of the user's name by default.</summary>
    public AccountName? Group { get; init; }

    /// <summary>Further groups.</summary>
    [Unique]
    public IReadOnlyList<AccountName> Groups { get; init; } = [];

    /// <summary>The password in clear text; without one nobody logs in with a password.</summary>
    public Secret? Password { get; init; }

    /// <summary>The password as a crypt(5) hash, for example made by <c>mkpasswd</c>.</summary>
    public Secret? PasswordHash { get; init; }

    /// <summary>SSH public keys that may log in as the user, each a line as in authorized_keys.</summary>
    [Unique]
    public IReadOnlyList<string> SshKeys { get; init; } = [];

    /// <summary>What the user may do through sudo, as in sudoers(5) behind the name: <c>ALL=(ALL) NOPASSWD:ALL</c>.</summary>
    [RegularExpression("[^\n]+")]
    public IReadOnlyList<string> Sudo { get; init; } = [];
}
