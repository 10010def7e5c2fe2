using System.Security.Cryptography;
using System.Text;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Accounts;

/// <summary>Sets passwords of the image's users.</summary>
public static class Passwords
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"; // crypt(5), yescrypt
    private const int SaltLength = 20; // 120 bits: whole groups of four characters, as crypt_gensalt(3) makes

    /// <summary>Sets a password given in clear text.</summary>
    /// <remarks>
    /// The salt follows from image and user, so that the same manifest gives the same image, while two images of different names share no hash.
    /// The password has no part in it: a salt is public, and would let guesses be tried at the cost of one SHA-256. The image's own crypt(3) makes the hash: its methods are those its login knows.
    /// </remarks>
    public static async Task SetAsync(BuildContext build, string user, string password, CancellationToken ct)
    {
        var salt = "$y$j9T$" + Salt($"{build.Name}\n{user}");
        var crypt = new Command("perl", "-e", "chomp($p = <STDIN>); print crypt($p, $ARGV[0])", salt)
        {
            Input = password + "\n",
            Secrets = [password],
            LogOutput = false,
        };
        await SetHashAsync(build, user, (await build.Chroot.RunAsync(crypt, ct)).Output.Trim(), ct);
    }

    /// <summary>Sets a password given as a crypt(5) hash.</summary>
    public static Task SetHashAsync(BuildContext build, string user, string hash, CancellationToken ct) => build.Chroot.RunAsync(
        new Command("chpasswd", "--encrypted") { Input = $"{user}:{hash}\n", Secrets = [hash] }, ct);

    private static string Salt(string seed) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).Take(SaltLength).Select(b => Alphabet[b % Alphabet.Length]));
}
