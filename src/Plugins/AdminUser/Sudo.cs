using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.AdminUser;

/// <summary>Queues sudo.</summary>
[Task(Phase.Preparation, "Adding sudo")]
[Before<PackagesQueued>]
internal sealed class AddSudoPackage : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.Add("sudo");
        return Task.CompletedTask;
    }
}

/// <summary>Lets the admin user run any command through sudo without a password.</summary>
[Task(Phase.SystemModification, "Allowing the admin user to use sudo without a password")]
[After<CreateAdminUser>]
internal sealed class AllowPasswordlessSudo(AdminUserOptions options) : BuildTask
{
    // sudo skips names with a dot in sudoers.d: sudoers(5), @includedir.
    private const string DropIn = "/etc/sudoers.d/99-admin-user";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var rule = $"{options.Username} ALL=(ALL) NOPASSWD:ALL\n";
        await build.Root.WriteTextAsync(DropIn, rule, UnixFileMode.UserRead | UnixFileMode.GroupRead, ct);
        await build.Chroot.RunAsync(new Command("visudo", "--check", "--file", DropIn), ct);
    }
}
