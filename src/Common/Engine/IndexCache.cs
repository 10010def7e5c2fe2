using System.Security.Cryptography;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;

namespace BootstrapVz.Common.Engine;

/// <summary>Package indexes by what they are made from, kept between builds; only what has changed on the mirror is fetched again.</summary>
/// <param name="host">The machine.</param>
/// <param name="log">Where it tells what it does.</param>
/// <param name="folder">Its folder, <c>indexes</c> in the cache.</param>
/// <param name="mirrors">Where this host fetches from.</param>
/// <param name="timeout">how long a mirror may be silent; 10 seconds when null.</param>
/// <param name="access">How the host reaches archives; as its environment says when null.</param>
public sealed class IndexCache(IHost host, IBuildLog log, string folder, MirrorMap mirrors, TimeSpan? timeout = null, ArchiveAccess? access = null)
{
    // While another build reads an index it is not changed; one as new as this is then used as it is.
    private static readonly TimeSpan NewEnough = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    private readonly ArchiveAccess _access = access ?? new();
    private readonly HttpClient _http = (access ?? new()).Http(host);

    /// <summary>Brings the indexes of an image's sources up to date.</summary>
    /// <returns>The index; dispose it when everything is installed from it.</returns>
    /// <exception cref="BuildException">A mirror does not have them, does not answer, or they are not what their signature says.</exception>
    /// <exception cref="HostRequirementException">A keyring is missing.</exception>
    public async Task<AptIndex> OpenAsync(AptSources sources, CancellationToken ct)
    {
        sources.CheckKeys();
        var home = Path.Combine(Path.GetFullPath(folder), AptConfiguration.Key(sources, mirrors));
        if (await TryCurrentAsync(home, sources, ct) is { } current)
            return current;
        for (var waited = false; ; waited = true)
        {
            if (FolderLock.TryTake(home, exclusive: true) is { } writing)
            {
                // The build that was waited for may have updated it.
                using (writing)
                {
                    if (!waited || !IsNew(home))
                        await UpdateAsync(home, sources, ct);
                }
            }

            // Between the two locks another build may update again: then its index is as good as ours.
            if (FolderLock.TryTake(home, exclusive: false) is { } reading)
            {
                if (IsNew(home))
                    return new(home, sources, reading);
                reading.Dispose();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), host.Clock, ct);
        }
    }

    // Release files name everything else by its hash. While the mirror has those that apt verified here, nothing has changed.
    private async Task<AptIndex?> TryCurrentAsync(string home, AptSources sources, CancellationToken ct)
    {
        if (!File.Exists(Stamp(home)) || FolderLock.TryTake(home, exclusive: false) is not { } reading)
            return null;
        var current = false;
        var whole = Task.Run(() => IsWhole(home), ct);
        try
        {
            var known = AptIndex.ReleaseFiles(home).Values.ToHashSet();
            var now = await Task.WhenAll(sources.ReleaseUris(mirrors).Select(uri => ReleaseAsync(uri, sources.CheckValidUntil, ct)));
            current = now.All(hash => hash is not null && known.Contains(hash)) && await whole;
            return current ? new(home, sources, reading) : null;
        }
        finally
        {
            if (!current)
                reading.Dispose();
        }
    }

    // Null when it cannot be had or is past its date: then apt has its say.
    private async Task<string?> ReleaseAsync(string uri, bool checkValidUntil, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Answer);
        try
        {
            if (!Uri.TryCreate(uri, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https" or "file"))
                return null;
            var text = address.IsFile ? await File.ReadAllBytesAsync(address.LocalPath, limit.Token) : await _http.GetByteArrayAsync(address, limit.Token);
            return checkValidUntil && ReleaseDates.ValidUntil(text) < host.Clock.GetUtcNow() ? null : Convert.ToHexStringLower(SHA256.HashData(text));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task UpdateAsync(string home, AptSources sources, CancellationToken ct)
    {
        // apt trusts the lists that are there while the Release files that name them have not changed.
        if (File.Exists(Stamp(home)) && !IsWhole(home))
        {
            log.Warning("the package index in the cache is damaged and fetched again");
            File.Delete(Stamp(home));
            if (Directory.Exists(Lists(home)))
                Directory.Delete(Lists(home), recursive: true);
        }

        AptConfiguration.Write(home, sources, mirrors, timeout ?? TimeSpan.FromSeconds(10));
        var environment = AptConfiguration.Environment(home);
        var temporary = environment["TMPDIR"] = EmptyFolder(home);
        var update = new Command("apt-get", "update") { Environment = environment, AllowedExitCodes = [0, 100] };
        var result = await _access.RunAsync(command => host.RunAsync(command, ct), update, temporary);
        if (result.ExitCode != 0)
            throw AptErrors.Update(result);
        foreach (var warning in result.Error.Split('\n').Where(line => line.StartsWith("W: ", StringComparison.Ordinal)))
            log.Debug(warning);
        await File.WriteAllTextAsync(Stamp(home), Digest(home), ct);
    }

    // apt writes what it verifies to temporary files; when it is killed they are deleted by the next update, and not left in /tmp.
    private static string EmptyFolder(string home)
    {
        var folder = Path.Combine(home, "tmp");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    private bool IsNew(string home) =>
        File.Exists(Stamp(home)) && host.Clock.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(Stamp(home)) < NewEnough;

    private static string Lists(string home) => Path.Combine(home, "lists");

    private static bool IsWhole(string home) => File.ReadAllText(Stamp(home)) == Digest(home);

    // Of what apt verified: its own cache of it, pkgcache.bin, apt checks itself.
    private static string Digest(string home)
    {
        if (!Directory.Exists(Lists(home)))
            return "there are none";
        var files = new DirectoryInfo(Lists(home)).EnumerateFiles().Where(f => f.Name != "lock").OrderBy(f => f.Name, StringComparer.Ordinal).Select(file =>
        {
            using var content = file.OpenRead();
            return $"{Convert.ToHexStringLower(SHA256.HashData(content))}  {file.Name}\n";
        });
        return string.Concat(files);
    }

    private static string Stamp(string home) => Path.Combine(home, "updated");
}
