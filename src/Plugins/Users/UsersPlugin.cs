using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.Users;

/// <summary>Makes users and groups, with passwords, SSH keys and rules for sudo.</summary>
[Plugin("users")]
public sealed class UsersPlugin(UsersOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        foreach (var (name, user) in options.Users)
        {
            string[] setting = ["plugins", "users", "users", name.Value];
            if (user is { Password: not null, PasswordHash: not null })
                check.Error(setting, ErrorCodes.Conflict, $"user '{name}' needs one of 'password' and 'password_hash', not both");
            for (var i = 0; i < user.SshKeys.Count; i++)
            {
                if (!PublicKeys.AreValid([user.SshKeys[i]]))
                    check.Error([.. setting, "ssh_keys", $"{i}"], ErrorCodes.BadValue, $"'{user.SshKeys[i]}' is not an SSH public key", "a key looks like 'ssh-ed25519 AAAA… comment'");
            }
        }

        foreach (var twins in options.Users.Where(user => user.Value.Uid is not null).GroupBy(user => user.Value.Uid).Where(group => group.Count() > 1))
            check.Error(["plugins", "users", "users", twins.Last().Key.Value, "uid"], ErrorCodes.Conflict, $"{twins.Key} is the number of '{twins.First().Key}' as well");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        var users = options.Users.Values.ToList();
        var passwords = users.Exists(user => (user.Password ?? user.PasswordHash) is not null);
        tasks
            .AddIf<AddSudoPackage>(users.Exists(user => user.Sudo.Count > 0))
            .AddIf<CreateGroups>(options.Groups.Count > 0)
            .AddIf<CreateUsers>(users.Count > 0)
            .AddIf<SetPasswords>(passwords)
            .AddIf<AuthorizeKeys>(users.Exists(user => user.SshKeys.Count > 0))
            .AddIf<WriteSudoRules>(users.Exists(user => user.Sudo.Count > 0));
        if (passwords)
            tasks.Remove<DisablePasswordLogin>();   // a password nobody can use helps nobody
    }
}
