using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Files;

/// <summary>Fetches what a manifest names by address, from where this host is told to fetch it (<c>--mirror</c>).</summary>
/// <param name="build">The build.</param>
/// <param name="what">What it is, for messages: <c>the key</c>.</param>
internal sealed class HostDownload(BuildContext build, string what)
{
    /// <summary>How many bytes it may have.</summary>
    public long Largest { get; init; } = long.MaxValue;

    /// <summary>How long the server may say nothing.</summary>
    public TimeSpan LongestSilence { get; init; } = new FetchOptions().StallTimeout;

    /// <summary>Copies what an address has. Whether that is what the manifest means has to be checked by its content.</summary>
    /// <exception cref="BuildException">It cannot be had, or is too large.</exception>
    public async Task CopyAsync(Uri address, Stream target, CancellationToken ct)
    {
        var mirrors = MirrorMap.Of(build.Get<BuildSettings>());
        var source = mirrors.Map(address.OriginalString);
        // Whether a proxy for packages is known by now is no matter of order: these do not go through it.
        var http = (ArchiveAccess.Of(build, mirrors) with { Proxy = null }).Http(build.Host);
        var place = $"{what} at '{address}'{(source == address.OriginalString ? "" : $", fetched from '{source}',")}";
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(ct);
        silence.CancelAfter(LongestSilence);
        try
        {
            await CopyAsync(http, new Uri(source), target, silence);
        }
        catch (OperationCanceledException error) when (!ct.IsCancellationRequested)
        {
            throw Failure($"cannot be fetched: the server was silent for {LongestSilence.TotalSeconds:0.#} seconds", error);
        }
        catch (InvalidDataException error)
        {
            throw Failure(error.Message, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw Failure("cannot be fetched: " + error.Message, error);
        }

        BuildException Failure(string why, Exception error) => new($"{place} {why}", "check address and network, name a mirror with --mirror, or give it as a file", error);
    }

    private async Task CopyAsync(HttpClient http, Uri source, Stream target, CancellationTokenSource silence)
    {
        if (source.IsFile)
        {
            await using var file = File.OpenRead(source.LocalPath);
            await PumpAsync(file, target, silence);
            return;
        }

        using var answer = await http.GetAsync(source, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(silence.Token);
        await PumpAsync(body, target, silence);
    }

    private async Task PumpAsync(Stream source, Stream target, CancellationTokenSource silence)
    {
        var buffer = new byte[64 * 1024];
        long all = 0;
        for (int count; (count = await source.ReadAsync(buffer, silence.Token)) > 0; silence.CancelAfter(LongestSilence))
        {
            all += count;
            if (all > Largest)
                throw new InvalidDataException($"is larger than {Largest} bytes");
            await target.WriteAsync(buffer.AsMemory(0, count), silence.Token);
        }
    }
}
