using System.Security.Cryptography;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>An archive of packages with indexes and signature, made by Debian's own tools, and the key it is signed with.</summary>
internal sealed class SignedArchive
{
    private SignedArchive(string folder, string fingerprint) => (Folder, Fingerprint) = (folder, fingerprint);

    /// <summary>The archive, with its key beside <c>dists</c> and <c>pool</c>.</summary>
    public string Folder { get; }

    /// <summary>The key, in a file that apt reads.</summary>
    public string Key => Path.Combine(Folder, "key.gpg");

    public string KeySha256 => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Key)));

    /// <summary>The fingerprint of the key.</summary>
    public string Fingerprint { get; }

    /// <summary>Makes an archive.</summary>
    /// <param name="folder">Where; a new folder is made in it.</param>
    /// <param name="suite">Its only suite.</param>
    /// <param name="packages">What it has.</param>
    public static Task<SignedArchive> MakeAsync(string folder, string suite, params DebPackage[] packages) => MakeAsync(folder, (suite, packages));

    /// <summary>Makes an archive of several suites.</summary>
    public static async Task<SignedArchive> MakeAsync(string folder, params (string Name, DebPackage[] Packages)[] suites)
    {
        var home = Path.Combine(folder, "archive");
        var releases = new List<string>();
        foreach (var (suite, packages) in suites)
        {
            var pool = "pool/" + suite;
            for (var i = 0; i < packages.Length; i++)
                await packages[i].MakeAsync(Directory.CreateDirectory(Path.Combine(home, pool, $"{i}")).FullName); // two may differ in the version only

            var index = Directory.CreateDirectory(Path.Combine(home, "dists", suite, "main/binary-amd64")).FullName;
            await File.WriteAllTextAsync(Path.Combine(index, "Packages"), await Tool.RunAsync(home, "apt-ftparchive", "packages", pool));
            var release = Path.Combine(home, "dists", suite, "Release");
            string[] facts = [$"Suite={suite}", $"Codename={suite}", "Architectures=amd64", "Components=main"];
            var words = facts.SelectMany(fact => (string[])["-o", "APT::FTPArchive::Release::" + fact]);
            await File.WriteAllTextAsync(release, await Tool.RunAsync(home, "apt-ftparchive", [.. words, "release", "dists/" + suite]));
            releases.Add(release);
        }

        // gpg's agent needs a path that a socket's name has room for: unix(7).
        var keys = Directory.CreateTempSubdirectory("gpg-").FullName;
        try
        {
            string[] gpg = ["--homedir", keys, "--batch", "--quiet", "--no-tty", "--passphrase", ""];
            await Tool.RunAsync(home, "gpg", [.. gpg, "--quick-generate-key", "archive@example.org", "ed25519", "sign", "never"]);
            await Tool.RunAsync(home, "gpg", [.. gpg, "--output", "key.gpg", "--export"]);
            foreach (var release in releases)
                await Tool.RunAsync(home, "gpg", [.. gpg, "--output", Path.Combine(Path.GetDirectoryName(release)!, "InRelease"), "--clear-sign", release]);
            var listed = await Tool.RunAsync(home, "gpg", [.. gpg, "--with-colons", "--list-keys"]);
            return new(home, listed.Split('\n').First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9]);
        }
        finally
        {
            await Tool.RunAsync(folder, "gpgconf", "--homedir", keys, "--kill", "all");
            Directory.Delete(keys, recursive: true);
        }
    }
}
