using System.Security.Cryptography;

namespace BootstrapVz.Common.Engine;

/// <summary>Package files by their SHA-256, kept between builds and shared by builds that run at the same time.</summary>
/// <remarks>A file appears under its name by a rename, whole and verified, or not at all.</remarks>
public sealed class PackageStore
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);
    private readonly string _folder;

    /// <summary>Opens a store, which is made when missing.</summary>
    /// <param name="folder">Its folder, <c>packages</c> in the cache.</param>
    public PackageStore(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Where a package's file is or will be.</summary>
    public string PathOf(string sha256) => Path.Combine(_folder, sha256);

    /// <summary>Whether a package is here and undamaged; its size and its hash are checked.</summary>
    public async Task<bool> HasAsync(ResolvedPackage package, CancellationToken ct)
    {
        var file = new FileInfo(PathOf(package.Sha256));
        return file.Exists && file.Length == package.Size && await HashAsync(file.FullName, ct) == package.Sha256;
    }

    /// <summary>Waits until no other build fetches a package, and keeps others from it until disposed.</summary>
    internal Task<IDisposable> LockAsync(string sha256, TimeProvider clock, CancellationToken ct) =>
        FileTurn.TakeAsync(Path.Combine(_folder, "fetching", sha256), clock, ct);

    /// <summary>A new name for a file that is being fetched; nobody else uses it.</summary>
    internal string NewPart(string sha256) => Path.Combine(_folder, $"{sha256}.{Guid.NewGuid():N}.part");

    /// <summary>Gives a finished, verified file its name.</summary>
    internal void Commit(string part, string sha256) => File.Move(part, PathOf(sha256), overwrite: true);

    /// <summary>Removes what builds that were killed have left.</summary>
    public void RemoveAbandoned(DateTimeOffset now)
    {
        foreach (var part in new DirectoryInfo(_folder).EnumerateFiles("*.part"))
        {
            if (now.UtcDateTime - part.LastWriteTimeUtc > Abandoned)
                part.Delete();
        }
    }

    /// <summary>A file's SHA-256 in lower-case hexadecimal.</summary>
    internal static async Task<string> HashAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 128 * 1024);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }
}
