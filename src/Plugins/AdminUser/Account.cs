using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Accounts;

namespace BootstrapVz.Plugins.AdminUser;

/// <summary>Creates the admin user with a home directory and bash.</summary>
[Task(Phase.SystemModification, "Creating the admin user")]
[After<Common.Security.EnableShadowConfig>]
public sealed class CreateAdminUser(AdminUserOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Chroot.RunAsync(new Command("useradd", "--create-home", "--shell", "/bin/bash", options.Username), ct);
}

/// <summary>Sets the admin user's password.</summary>
[Task(Phase.SystemModification, "Setting the admin user's password")]
[Touches(TouchesAttribute.Accounts)]
[After<CreateAdminUser>]
internal sealed class SetAdminPassword(AdminUserOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        Passwords.SetAsync(build, options.Username, build.Reveal(options.Password!), ct);
}
