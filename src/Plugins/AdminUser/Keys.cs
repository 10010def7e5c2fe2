using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.AdminUser;

/// <summary>Lets the holders of the given SSH keys log in as the admin user.</summary>
[Task(Phase.SystemModification, "Authorizing the admin user's SSH keys")]
[After<CreateAdminUser>]
internal sealed class AuthorizeAdminKeys(AdminUserOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct) =>
        await PublicKeys.AuthorizeAsync(build, options.Username, await File.ReadAllLinesAsync(build.HostFile(options.Pubkey!), ct), ct);
}
