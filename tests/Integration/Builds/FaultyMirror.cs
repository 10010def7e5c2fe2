using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>What a mirror may do wrong.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It does not have the file.</summary>
    NotFound,

    /// <summary>It takes the request and says nothing.</summary>
    Silence,

    /// <summary>It sends half of the file and closes.</summary>
    HalfThenClose,

    /// <summary>It sends half of the file as if it were all.</summary>
    HalfAsWhole,

    /// <summary>It sends the file with one byte changed.</summary>
    Altered,
}

/// <summary>A server that hands on what the host's mirror has, but for files whose address matches a pattern.</summary>
internal sealed class FaultyMirror : IDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]?>>> Files = new();
    private static readonly MirrorMap Upstream = MirrorMap.OfHost([]);
    private static readonly HttpClient Http = new();
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Fault _fault;
    private readonly Regex _files;

    public FaultyMirror(Fault fault, string files)
    {
        (_fault, _files) = (fault, new Regex(files));
        (_listener, Address) = Listen();
        _ = ServeAsync();
    }

    private string Address { get; }

    /// <summary>Words for the command line that make a build fetch from here.</summary>
    public string[] Words => ["--mirror", $"{MirrorMap.Archive}={Address}/debian", "--mirror", $"{MirrorMap.SecurityArchive}={Address}/debian-security"];

    /// <summary>Skips the test where the host's mirror does not answer.</summary>
    public static async Task RequireUpstreamAsync()
    {
        using var answer = await Http.GetAsync(Upstream.Map(MirrorMap.Archive + "/dists/trixie/Release"));
        Assert.SkipUnless(answer.IsSuccessStatusCode, "the host's mirror does not answer");
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Close();
        _stop.Dispose();
    }

    // HttpListener takes no port 0.
    private static (HttpListener Listener, string Address) Listen()
    {
        for (var port = 20000 + (Environment.ProcessId % 20000); ; port++)
        {
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, $"http://127.0.0.1:{port}");
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private static async Task<byte[]?> FetchAsync(string path)
    {
        var origin = path.StartsWith("/debian-security/", StringComparison.Ordinal) ? MirrorMap.SecurityArchive + path["/debian-security".Length..] : MirrorMap.Archive + path["/debian".Length..];
        using var response = await Http.GetAsync(Upstream.Map(origin));
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync() : null;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext request;
            try
            {
                request = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(request, _stop.Token);
        }
    }

    private async Task AnswerAsync(HttpListenerContext request, CancellationToken stop)
    {
        var path = request.Request.Url!.AbsolutePath;
        var fault = _files.IsMatch(path) ? _fault : Fault.None;
        try
        {
            if (fault == Fault.Silence)
                await Task.Delay(Timeout.Infinite, stop);
            var file = fault == Fault.NotFound ? null : await Files.GetOrAdd(path, p => new(() => FetchAsync(p))).Value;
            if (file is null)
            {
                request.Response.StatusCode = 404;
                request.Response.Close();
                return;
            }

            await SendAsync(request.Response, file, fault);
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or OperationCanceledException or IOException)
        {
            // The client or the server has gone.
        }
    }

    private static async Task SendAsync(HttpListenerResponse response, byte[] file, Fault fault)
    {
        if (fault == Fault.Altered)
        {
            file = [.. file];
            file[file.Length / 2] ^= 1;
        }

        var sent = fault is Fault.HalfAsWhole or Fault.HalfThenClose ? file.Length / 2 : file.Length;
        response.ContentLength64 = fault == Fault.HalfThenClose ? file.Length : sent;
        await response.OutputStream.WriteAsync(file.AsMemory(0, sent));
        if (fault == Fault.HalfThenClose)
            response.Abort();
        else
            response.Close();
    }
}
