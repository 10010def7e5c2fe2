using System.Text.RegularExpressions;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Ssh;

/// <summary>SSH public keys, and who may log in with them.</summary>
public static partial class PublicKeys
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether every line that is not empty or a comment ends in a key; sshd(8), AUTHORIZED_KEYS FILE FORMAT.</summary>
    public static bool AreValid(IReadOnlyList<string> lines)
    {
        var keys = lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToList();
        return keys.Count > 0 && keys.All(line => Key().IsMatch(line));
    }

    /// <summary>Lets the holders of keys log in as a user of the image, beside those that may already.</summary>
    /// <param name="build">The build.</param>
    /// <param name="user">The user, who is there.</param>
    /// <param name="keys">Lines for the user's authorized_keys.</param>
    /// <param name="ct">Stops the work.</param>
    public static async Task AuthorizeAsync(BuildContext build, string user, IEnumerable<string> keys, CancellationToken ct)
    {
        var home = (await build.Chroot.RunAsync(new Command("getent", "passwd", user), ct)).Output.Trim().Split(':')[5]; // passwd(5)
        var folder = home.TrimEnd('/') + "/.ssh";
        var file = folder + "/authorized_keys";
        build.Root.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var before = build.Root.FileExists(file) ? await build.Root.ReadTextAsync(file, ct) : "";
        var lines = before.Split('\n').Concat(keys.Select(key => key.TrimEnd())).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal);
        await build.Root.WriteTextAsync(file, string.Concat(lines.Select(line => line + "\n")), OwnerOnly, ct);
        await build.Chroot.RunAsync(new Command("chown", "--recursive", $"{user}:", folder), ct);
    }

    [GeneratedRegex(@"(^|\s)(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-(ssh|ecdsa)-\S+)\s+AAAA[A-Za-z0-9+/]+={0,2}(\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
