using System.Net;
using System.Threading.Channels;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using Polly;
using Polly.Retry;

namespace BootstrapVz.Common.Engine;

/// <summary>Fetches packages into the store, many at a time; what is there already is only verified.</summary>
public sealed class PackageFetcher(HttpClient http, TimeProvider clock, PackageStore store, IBuildLog log, FetchOptions? limits = null)
{
    private readonly FetchOptions _options = limits ?? new();

    /// <summary>Where a file may be that the mirror does not have any more; null for nowhere.</summary>
    public Func<string, string>? Snapshot { get; init; }

    /// <summary>Fetches packages, in this order, and hands each on as soon as it is verified.</summary>
    /// <returns>Every package with its file in the store, in the order they became ready.</returns>
    /// <exception cref="BuildException">A package cannot be had, or is not what the archive's index says.</exception>
    public async IAsyncEnumerable<(ResolvedPackage Package, string File)> FetchAsync(
        IReadOnlyList<ResolvedPackage> packages, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var ready = Channel.CreateUnbounded<(ResolvedPackage, string)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var producer = ProduceAsync(packages, ready.Writer, stop.Token);
        try
        {
            await foreach (var item in ready.Reader.ReadAllAsync(ct))
                yield return item;
        }
        finally
        {
            await stop.CancelAsync();
            await producer;
        }
    }

    /// <summary>Where a package that was fetched is.</summary>
    public string FileOf(ResolvedPackage package) => store.PathOf(package.Sha256);

    /// <summary>When the newest of some packages that were fetched was built, in seconds since 1970.</summary>
    public long NewestBuild(IEnumerable<ResolvedPackage> packages) => packages.Max(package => DebFile.BuiltAt(FileOf(package)));

    /// <summary>Fetches packages.</summary>
    /// <returns>Each package's file in the store.</returns>
    public async Task<IReadOnlyDictionary<ResolvedPackage, string>> FetchAllAsync(IReadOnlyList<ResolvedPackage> packages, CancellationToken ct)
    {
        var files = new Dictionary<ResolvedPackage, string>();
        await foreach (var (package, file) in FetchAsync(packages, ct))
            files[package] = file;
        return files;
    }

    private async Task ProduceAsync(IReadOnlyList<ResolvedPackage> packages, ChannelWriter<(ResolvedPackage, string)> ready, CancellationToken ct)
    {
        var total = packages.Sum(package => package.Size);
        long done = 0;
        void Arrived(long bytes) => log.Progress("download", Interlocked.Add(ref done, bytes), total, "B");
        try
        {
            await Parallel.ForEachAsync(
                packages,
                new ParallelOptions { MaxDegreeOfParallelism = _options.Connections, CancellationToken = ct },
                async (package, token) => await ready.WriteAsync((package, await FetchAsync(package, Arrived, token)), token));
            ready.Complete();
        }
        catch (Exception error)
        {
            ready.Complete(error);
        }
    }

    private async Task<string> FetchAsync(ResolvedPackage package, Action<long> arrived, CancellationToken ct)
    {
        if (await store.HasAsync(package, ct))
            return Present(package, arrived);
        var part = store.NewPart(package.Sha256);
        try
        {
            // Builds that run side by side want the same packages: one fetches each, the others wait for it.
            using var fetching = await store.LockAsync(package.Sha256, clock, ct);
            if (await store.HasAsync(package, ct))
                return Present(package, arrived);
            if (File.Exists(store.PathOf(package.Sha256)))
                log.Warning($"package '{package.Name}' is damaged in the cache and fetched again");
            try
            {
                await DownloadAsync(package, part, arrived, ct);
            }
            catch (HttpRequestException error) when (error.StatusCode == HttpStatusCode.NotFound && Snapshot is not null)
            {
                log.Info($"package '{package.Name}' {package.Version} is not on the mirror any more: asking the snapshot mirror");
                await DownloadAsync(package with { Uri = Snapshot(package.Uri) }, part, arrived, ct);
            }

            store.Commit(part, package.Sha256);
            return store.PathOf(package.Sha256);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or AlteredFileException)
        {
            throw Explain(package, error);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private string Present(ResolvedPackage package, Action<long> arrived)
    {
        arrived(package.Size);
        return store.PathOf(package.Sha256);
    }

    private async Task DownloadAsync(ResolvedPackage package, string part, Action<long> arrived, CancellationToken ct)
    {
        using var download = new Download(http, package, part, _options, arrived);
        await Retries(package).ExecuteAsync(async token => await download.RunAsync(token), ct);
    }

    private ResiliencePipeline Retries(ResolvedPackage package) => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(error => error.StatusCode != HttpStatusCode.NotFound).Handle<AlteredFileException>()
                .Handle<IOException>(error => !IsFull(error)),
            MaxRetryAttempts = _options.Retries,
            Delay = _options.RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            OnRetry = attempt =>
            {
                log.Debug($"fetching '{package.Name}' again: {attempt.Outcome.Exception?.Message}");
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private static bool IsFull(Exception error) => (error.HResult & 0xFFFF) is Syscalls.NoSpace or Syscalls.QuotaExceeded;

    private static BuildException Explain(ResolvedPackage package, Exception error)
    {
        var (reason, hint) = error switch
        {
            AlteredFileException => (
                $"is not what the archive promises: {error.Message}",
                "the mirror, or something between it and this host, alters or damages files: use another mirror with --mirror"),
            IOException when IsFull(error) => (
                "cannot be stored: no space left in the cache",
                "free some space in the cache folder, or choose another one"),
            HttpRequestException { StatusCode: HttpStatusCode.NotFound } => (
                "cannot be fetched: the mirror answered 404",
                "the mirror has changed or is incomplete: run the build again, or use another mirror with --mirror; "
                + "a package of a lock file that the archive has replaced is found with --snapshot-mirror"),
            _ => ($"cannot be fetched: {error.Message}", "check the network and the mirror, then run the build again"),
        };
        return new($"package '{package.Name}' {package.Version} {reason} ({package.Uri})", hint, error);
    }
}
