using System.Security.Cryptography;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Files;
using BootstrapVz.Common.Locking;

namespace BootstrapVz.Common.Apt;

/// <summary>Gets the keys of archives. A key that was fetched is kept by its content and fetched again only when it is missing or damaged.</summary>
internal sealed class KeyFetcher(BuildContext build)
{
    private const int Largest = 1 << 20;
    private readonly string _folder = Path.Combine(build.Paths.Cache, "keys");

    /// <summary>The key, checked, in the cache.</summary>
    /// <exception cref="BuildException">It cannot be fetched, is no keyring, or is not the one the manifest names.</exception>
    public async Task<SourceKey> GetAsync(RepositoryKeyOptions key, CancellationToken ct)
    {
        if (key.File is { } file)
            return await KeepAsync(await File.ReadAllBytesAsync(build.HostFile(file), ct), file, ct);
        foreach (var known in key.Sha256 is { } sha256 ? Kept(sha256) : Kept("*"))
        {
            var content = await File.ReadAllBytesAsync(known, ct);
            if (OpenPgp.IsKeyring(content) && Problem(content, key) is null && Named(key).All(Keyring.Fingerprints(content).Contains))
                return new(known, Hash(content));
        }

        return await FetchAsync(key, ct);
    }

    private async Task<SourceKey> FetchAsync(RepositoryKeyOptions key, CancellationToken ct)
    {
        using var answer = new MemoryStream();
        await new HostDownload(build, "the key") { Largest = Largest }.CopyAsync(key.Url!, answer, ct);
        var content = answer.ToArray();
        if (OpenPgp.IsKeyring(content) && Problem(content, key) is { } problem)
            throw new BuildException($"the key at '{key.Url}' is not the one the manifest names: {problem}", "ask its owner whether the key was changed before you change the manifest");
        return await KeepAsync(content, key.Url!.ToString(), ct);
    }

    // A keyring with further keys beside those that are named would have those trusted too.
    private static string? Problem(byte[] content, RepositoryKeyOptions key)
    {
        if (key.Sha256 is { } wanted && Hash(content) is var hash && hash != wanted)
            return $"its SHA-256 is {hash}";
        var (found, named) = (Keyring.Fingerprints(content), Named(key));
        return key.Fingerprint is null || (found.Count > 0 && found.All(named.Contains)) ? null : $"its fingerprint is {string.Join(" and ", found)}";
    }

    private static string[] Named(RepositoryKeyOptions key) =>
        key.Fingerprint?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant().Split(',') ?? [];

    private async Task<SourceKey> KeepAsync(byte[] content, string origin, CancellationToken ct)
    {
        if (!OpenPgp.IsKeyring(content))
            throw new BuildException($"'{origin}' is not an OpenPGP keyring", "export the key with: gpg --export KEYID > file.gpg");
        var hash = Hash(content);
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, hash + (OpenPgp.IsArmoured(content) ? ".asc" : ".gpg"));
        var part = $"{path}.{Guid.NewGuid():N}.part";
        await File.WriteAllBytesAsync(part, content, ct);
        File.Move(part, path, overwrite: true);
        return new(path, hash);
    }

    private IEnumerable<string> Kept(string name) => Directory.Exists(_folder)
        ? Directory.EnumerateFiles(_folder, name + ".???").Order(StringComparer.Ordinal)
        : [];

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
