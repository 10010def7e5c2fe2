using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Engine;

/// <summary>One file on its way into the store; an interrupted transfer goes on where it stopped.</summary>
internal sealed class Download(HttpClient http, ResolvedPackage package, string part, FetchOptions options, Action<long> arrived) : IDisposable
{
    private readonly FileStream _file = new(part, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Fetches what is missing and verifies the whole.</summary>
    /// <exception cref="BuildException">The server has another file than the one apt was promised.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        if (_file.Length < package.Size)
            await TransferAsync(ct);
        if (_file.Length < package.Size)
            throw new HttpRequestException($"the transfer ended after {_file.Length} of {package.Size} bytes");
        var hash = Convert.ToHexStringLower(_hash.GetCurrentHash());
        if (hash == package.Sha256)
            return;
        Restart();
        throw new AlteredFileException($"its SHA-256 is {hash}, but the archive's index says {package.Sha256}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private async Task TransferAsync(CancellationToken ct)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stall.CancelAfter(options.StallTimeout);
        try
        {
            await using var source = await OpenAsync(stall.Token);
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await source.ReadAsync(buffer, stall.Token)) > 0)
            {
                stall.CancelAfter(options.StallTimeout);
                Append(buffer.AsSpan(0, count));
            }
        }
        catch (OperationCanceledException error) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException($"the server was silent for {options.StallTimeout.TotalSeconds:0.#} seconds", error);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_file.Length + bytes.Length > package.Size)
        {
            Restart();
            throw new AlteredFileException($"it is larger than the {package.Size} bytes the archive's index says");
        }

        _file.Write(bytes);
        _hash.AppendData(bytes);
        arrived(bytes.Length);
    }

    private async Task<Stream> OpenAsync(CancellationToken ct)
    {
        var uri = new Uri(package.Uri);
        if (uri.IsFile)
        {
            var local = new FileStream(uri.LocalPath, FileMode.Open, FileAccess.Read);
            local.Position = _file.Length;
            return local;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (_file.Length > 0)
            request.Headers.Range = new RangeHeaderValue(_file.Length, null);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (response.StatusCode is HttpStatusCode.OK && _file.Length > 0)
            Restart(); // this server does not know ranges
        else if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            throw Refused(response);
        return await response.Content.ReadAsStreamAsync(ct);
    }

    private Exception Refused(HttpResponseMessage response)
    {
        using (response)
        {
            var status = $"{(int)response.StatusCode} {response.ReasonPhrase}";
            // The server's fault may pass; the client's will not.
            return (int)response.StatusCode is >= 500 or 408 or 429 or 404
                ? new HttpRequestException($"the server answered {status}", null, response.StatusCode)
                : new BuildException(
                    $"package '{package.Name}' {package.Version} cannot be fetched: {package.Uri} answered {status}",
                    response.StatusCode is HttpStatusCode.Unauthorized
                        ? "set the archive's 'username' and 'password' right"
                        : "the mirror has changed or is incomplete: run the build again, or use another mirror with --mirror");
        }
    }

    private void Restart()
    {
        arrived(-_file.Length);
        _file.SetLength(0);
        _file.Position = 0;
        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }
}

/// <summary>The server has sent a file that is not the one the index names.</summary>
internal sealed class AlteredFileException(string message) : Exception(message);
