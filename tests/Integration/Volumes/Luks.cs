using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>Opens containers by other programs: cryptsetup finds the key, Python's cryptography decrypts.</summary>
internal static class Luks
{
    private const string Decrypt = """
        import sys
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        key = open(sys.argv[1], "rb").read()
        with open(sys.argv[2], "rb") as source, open(sys.argv[3], "wb") as target:
            source.seek(int(sys.argv[4]))
            sector = 0
            while block := source.read(512):
                opener = Cipher(algorithms.AES(key), modes.XTS(sector.to_bytes(16, "little"))).decryptor()
                target.write(opener.update(block) + opener.finalize())
                sector += 1
        """;

    /// <summary>What is in a container, in a file of its own.</summary>
    /// <param name="bench">Runs the tools.</param>
    /// <param name="container">The partition in a file of its own.</param>
    /// <param name="secret">What opens it.</param>
    public static async Task<string> OpenAsync(Workbench bench, string container, string secret)
    {
        var key = container + ".key";
        await bench.RunAsync("rm", "--force", key);
        await bench.Host.RunAsync(
            new("cryptsetup", "luksDump", "--batch-mode", "--dump-volume-key", "--volume-key-file", key, "--key-file", "-", container) { Input = secret }, default);
        await bench.RunAsync("/usr/bin/python3", "-c", Decrypt, key, container, container + ".open", $"{Encryption.HeaderSize.Count}");
        return container + ".open";
    }

    /// <summary>Whether a secret opens the container.</summary>
    public static async Task<bool> OpensAsync(Workbench bench, string container, string secret)
    {
        const int WrongSecret = 2; // cryptsetup(8), "RETURN CODES"
        var command = new Command("cryptsetup", "open", "--test-passphrase", "--key-file", "-", container) { Input = secret, AllowedExitCodes = [0, WrongSecret] };
        return (await bench.Host.RunAsync(command, default)).ExitCode == 0;
    }
}
