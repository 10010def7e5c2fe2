using System.Security.Cryptography;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Files;

/// <summary>Files that a manifest names by address and SHA-256. One that was fetched is kept, and fetched again only when it is missing or damaged.</summary>
public static class FetchedFiles
{
    /// <summary>The file, in the cache; its name ends as the address does.</summary>
    /// <param name="build">The build.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="sha256">What it has to be, in lower-case hexadecimal.</param>
    /// <param name="ct">Stops fetching.</param>
    /// <exception cref="BuildException">It cannot be had, or is another file.</exception>
    public static async Task<string> GetAsync(BuildContext build, Uri address, string sha256, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(build.Paths.Cache, "files")).FullName;
        var path = Path.Combine(folder, sha256 + Path.GetExtension(address.AbsolutePath));
        if (File.Exists(path) && await HashAsync(path, ct) == sha256)
            return path;
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = File.Create(part))
                await new HostDownload(build, "the file").CopyAsync(address, file, ct);
            if (await HashAsync(part, ct) is var hash && hash != sha256)
                throw new BuildException($"'{address}' is not the file the manifest names: its SHA-256 is {hash}", "ask its owner whether it was changed before you change the manifest");
            File.Move(part, path, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }
}
