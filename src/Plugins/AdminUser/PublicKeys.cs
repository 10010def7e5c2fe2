using System.Text.RegularExpressions;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.AdminUser;

/// <summary>The shape of SSH public key files.</summary>
internal static partial class PublicKeys
{
    /// <summary>Whether every line that is not empty or a comment ends in a key; sshd(8), AUTHORIZED_KEYS FILE FORMAT.</summary>
    public static bool AreValid(IReadOnlyList<string> lines)
    {
        var keys = lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToList();
        return keys.Count > 0 && keys.All(line => Key().IsMatch(line));
    }

    [GeneratedRegex(@"(^|\s)(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-(ssh|ecdsa)-\S+)\s+AAAA[A-Za-z0-9+/]+={0,2}(\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}

/// <summary>Lets the holders of the given SSH keys log in as the admin user.</summary>
[Task(Phase.SystemModification, "Authorizing the admin user's SSH keys")]
[After<CreateAdminUser>]
internal sealed class AuthorizeAdminKeys(AdminUserOptions options) : BuildTask
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var folder = $"/home/{options.Username}/.ssh";
        var keys = await File.ReadAllTextAsync(build.HostFile(options.Pubkey!), ct);
        build.Root.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        await build.Root.WriteTextAsync(folder + "/authorized_keys", keys.TrimEnd('\n') + "\n", OwnerOnly, ct);
        await build.Chroot.RunAsync(new Command("chown", "--recursive", $"{options.Username}:", folder), ct);
    }
}
