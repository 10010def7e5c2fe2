using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Decompresses packages that are unpacked later, one after the other, while scripts leave a processor idle: scripts run one at a time, and
/// decompressing a kernel takes as long as configuring a minimal system.
/// </summary>
/// <param name="folder">Where archives are kept until they are read.</param>
public sealed class ReadAhead(string folder) : IDisposable
{
    // They lie in memory as a rule, beside the tree.
    private const long Limit = 512L << 20;
    private readonly Lock _gate = new();
    private readonly Queue<(ResolvedPackage Package, string File)> _waiting = [];
    private readonly Dictionary<string, Task<string?>> _begun = [];
    private readonly CancellationTokenSource _stop = new();
    private Task? _work;
    private long _kept;

    /// <summary>Adds packages, with their files, to what is decompressed, in this order.</summary>
    public void Begin(IEnumerable<(ResolvedPackage Package, string File)> packages)
    {
        if (Environment.ProcessorCount == 1)
            return;
        lock (_gate)
        {
            foreach (var package in packages)
                _waiting.Enqueue(package);
            _work ??= Task.Run(Work);
        }
    }

    /// <summary>The tar archive of a package's files when work on it has begun; null when its reader decompresses it.</summary>
    internal async Task<Stream?> OpenAsync(ResolvedPackage package)
    {
        Task<string?>? begun;
        lock (_gate)
        {
            if (!_begun.TryGetValue(package.Sha256, out begun))
                _begun[package.Sha256] = begun = Task.FromResult<string?>(null);
        }

        return await begun is { } path ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.DeleteOnClose) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _work?.Wait();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private void Work()
    {
        while (true)
        {
            // What waits for it must not go on in this thread, which it may want to end.
            var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            (ResolvedPackage Package, string File) next;
            lock (_gate)
            {
                if (_stop.IsCancellationRequested || _kept > Limit || !_waiting.TryDequeue(out next))
                {
                    _work = null;
                    return;
                }

                if (!_begun.TryAdd(next.Package.Sha256, done.Task))
                    continue;
            }

            done.SetResult(Decompress(next.File, Path.Combine(folder, next.Package.Sha256)));
        }
    }

    private string? Decompress(string package, string archive)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var deb = new DebFile(package);
            using var data = deb.OpenData();
            using var file = File.Create(archive);
            var buffer = new byte[1 << 20];
            for (int read; (read = data.Read(buffer)) > 0; _kept += read)
            {
                _stop.Token.ThrowIfCancellationRequested();
                file.Write(buffer, 0, read);
            }

            return archive;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or BootstrapException or OperationCanceledException)
        {
            // Whoever needs the package meets the same, and explains it.
            File.Delete(archive);
            return null;
        }
    }
}
