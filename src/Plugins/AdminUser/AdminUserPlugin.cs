using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.AdminUser;

/// <summary>Creates a user who may become root, and decides how one logs in as that user.</summary>
[Plugin("admin_user")]
public sealed class AdminUserPlugin(AdminUserOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Password is null && options.Pubkey is null)
        {
            check.Warning(
                ["plugins", "admin_user"],
                ErrorCodes.Conflict,
                $"nobody can log in as '{options.Username}': neither 'pubkey' nor 'password' is given");
        }

        if (options.Pubkey is { } path && manifest.ResolvePath(path) is var file && File.Exists(file)
            && !PublicKeys.AreValid(File.ReadAllLines(file)))
        {
            check.Error(
                ["plugins", "admin_user", "pubkey"],
                ErrorCodes.BadValue,
                $"'{path}' is not an SSH public key file",
                "it holds lines such as 'ssh-ed25519 AAAA… comment'; the private key belongs nowhere in an image");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        tasks
            .Add<AddSudoPackage>()
            .Add<CreateAdminUser>()
            .Add<AllowPasswordlessSudo>()
            .AddIf<SetAdminPassword>(options.Password is not null)
            .AddIf<AuthorizeAdminKeys>(options.Pubkey is not null);
        if (options.Password is not null)
            tasks.Remove<DisablePasswordLogin>();   // a password nobody can use helps nobody
    }
}
