using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Accounts;
using BootstrapVz.Common.Packages;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.Vagrant;

/// <summary>Queues what Vagrant uses inside a machine: sudo, and what synchronised folders take.</summary>
[Task(Phase.Preparation, "Adding what Vagrant needs")]
[Before<PackagesQueued>]
internal sealed class AddPackages() : QueuePackages("sudo", "nfs-common", "rsync");

/// <summary>Creates the user that Vagrant logs in as.</summary>
[Task(Phase.SystemModification, "Creating the user vagrant")]
[After<Common.Security.EnableShadowConfig>]
internal sealed class CreateVagrantUser : BuildTask
{
    /// <summary>The user's name.</summary>
    internal const string User = "vagrant";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Chroot.RunAsync(new Command("useradd", "--create-home", "--shell", "/bin/bash", User), ct);
}

/// <summary>Lets the user become root without a password.</summary>
[Task(Phase.SystemModification, "Letting vagrant use sudo without a password")]
[After<CreateVagrantUser>]
internal sealed class AllowPasswordlessSudo : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        SudoRules.WriteAsync(build, CreateVagrantUser.User, $"{CreateVagrantUser.User} ALL=(ALL) NOPASSWD:ALL", ct);
}

/// <summary>Gives the user and root the password that everybody knows.</summary>
/// <remarks>Source: Vagrant documentation, "Creating a Base Box", Default User Settings.</remarks>
[Task(Phase.SystemModification, "Setting the passwords of vagrant and root")]
[Touches(TouchesAttribute.Accounts)]
[After<CreateVagrantUser>]
internal sealed class SetPasswords : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var user in (string[])[CreateVagrantUser.User, "root"])
            await Passwords.SetAsync(build, user, CreateVagrantUser.User, ct);
    }
}

/// <summary>Lets Vagrant log in with its public keys, which it replaces by a new one at the first start.</summary>
[Task(Phase.SystemModification, "Authorizing Vagrant's keys")]
[After<CreateVagrantUser>]
internal sealed class AuthorizeInsecureKeys : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => PublicKeys.AuthorizeAsync(
        build, CreateVagrantUser.User, Assets.ReadText<AuthorizeInsecureKeys>("authorized_keys").Split('\n', StringSplitOptions.RemoveEmptyEntries), ct);
}
