using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Accounts;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.AdminUser;

/// <summary>Queues sudo.</summary>
[Task(Phase.Preparation, "Adding sudo")]
[Before<PackagesQueued>]
internal sealed class AddSudoPackage() : QueuePackages("sudo");

/// <summary>Lets the admin user run any command through sudo without a password.</summary>
[Task(Phase.SystemModification, "Allowing the admin user to use sudo without a password")]
[After<CreateAdminUser>]
internal sealed class AllowPasswordlessSudo(AdminUserOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        SudoRules.WriteAsync(build, "99-admin-user", $"{options.Username} ALL=(ALL) NOPASSWD:ALL", ct);
}
