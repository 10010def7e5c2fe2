using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Accounts;
using BootstrapVz.Common.Packages;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.Users;

/// <summary>Sets the users' passwords.</summary>
[Task(Phase.SystemModification, "Setting the users' passwords")]
[Touches(TouchesAttribute.Accounts)]
[After<CreateUsers>]
internal sealed class SetPasswords(UsersOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, user) in options.Users)
        {
            if (user.Password is { } password)
                await Passwords.SetAsync(build, name.Value, build.Reveal(password), ct);
            else if (user.PasswordHash is { } hash)
                await Passwords.SetHashAsync(build, name.Value, build.Reveal(hash), ct);
        }
    }
}

/// <summary>Lets the holders of SSH keys log in as the users.</summary>
[Task(Phase.SystemModification, "Authorizing the users' SSH keys")]
[After<CreateUsers>]
internal sealed class AuthorizeKeys(UsersOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, user) in options.Users.Where(user => user.Value.SshKeys.Count > 0))
            await PublicKeys.AuthorizeAsync(build, name.Value, user.SshKeys, ct);
    }
}

/// <summary>Queues sudo.</summary>
[Task(Phase.Preparation, "Adding sudo for the users")]
[Before<PackagesQueued>]
internal sealed class AddSudoPackage() : QueuePackages("sudo");

/// <summary>Writes what the users may do through sudo.</summary>
[Task(Phase.SystemModification, "Writing the users' rules for sudo")]
[After<CreateUsers>]
internal sealed class WriteSudoRules(UsersOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (name, user) in options.Users.Where(user => user.Value.Sudo.Count > 0))
            await SudoRules.WriteAsync(build, "50-user-" + name, string.Join('\n', user.Sudo.Select(rule => $"{name} {rule}")), ct);
    }
}
