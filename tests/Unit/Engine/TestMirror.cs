using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BootstrapVz.Test.Unit.Engine;

/// <summary>A web server on this machine whose answers a test decides byte by byte.</summary>
internal sealed class TestMirror : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, string?, Answer> _answer;
    private readonly Task _work;
    private int _requests;

    /// <summary>Starts the server.</summary>
    /// <param name="answer">Given the request's number, from 0, and its Range header.</param>
    public TestMirror(Func<int, string?, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";
        _work = RunAsync();
    }

    public string Address { get; }

    public int Requests => _requests;

    public List<string?> Ranges { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        List<Task> open = [];
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                string? range = null;
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                    range = line.StartsWith("Range: ", StringComparison.Ordinal) ? line["Range: ".Length..] : range;
                lock (Ranges)
                    Ranges.Add(range);
                var answer = _answer(Interlocked.Increment(ref _requests) - 1, range);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status}\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n"), _stop.Token);
                await stream.WriteAsync(answer.Body, _stop.Token);
                if (answer.Hang)
                    await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    /// <summary>An answer.</summary>
    /// <param name="Status">For example <c>200 OK</c>.</param>
    /// <param name="Body">The bytes that are sent.</param>
    /// <param name="Length">The length that is promised.</param>
    /// <param name="Hang">Whether nothing more comes and the connection stays open.</param>
    internal sealed record Answer(string Status, byte[] Body, long Length, bool Hang = false)
    {
        public static Answer Ok(byte[] body) => new("200 OK", body, body.Length);
    }
}
