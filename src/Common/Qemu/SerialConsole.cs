using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.Qemu;

/// <summary>The guest did not do what was expected on its console.</summary>
public sealed class ConsoleException(string message, string tail) : BootstrapException(message + ":\n" + tail)
{
    /// <summary>The last lines the guest wrote.</summary>
    public string Tail { get; } = tail;
}

/// <summary>What a command in the guest left.</summary>
/// <param name="Output">Its standard output and error, without the last line end.</param>
/// <param name="ExitCode">Its exit code.</param>
public sealed record GuestResult(string Output, int ExitCode);

/// <summary>A guest's serial console: waits for text, sends lines, logs in and runs commands, each with a time limit.</summary>
public sealed partial class SerialConsole : IAsyncDisposable
{
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Func<string> _explainEnd;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reader;
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _more = NewSignal();
    private bool _ended;
    private int _position;
    private int _commands;

    /// <summary>Starts reading.</summary>
    /// <param name="input">Goes to the guest.</param>
    /// <param name="output">Comes from the guest.</param>
    /// <param name="explainEnd">Says why the output ended, for error messages.</param>
    public SerialConsole(Stream input, Stream output, Func<string> explainEnd)
    {
        _input = input;
        _output = output;
        _explainEnd = explainEnd;
        _reader = Task.Run(ReadAsync);
    }

    /// <summary>Everything the guest has written, without control sequences.</summary>
    public string Transcript
    {
        get
        {
            lock (_lock)
                return _text.ToString();
        }
    }

    /// <summary>Waits for text that has not been waited for yet, and takes everything up to its end.</summary>
    /// <exception cref="ConsoleException">It did not come in time, the kernel gave up, or the machine ended.</exception>
    public async Task<Match> ExpectAsync(Regex pattern, TimeSpan limit, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(limit);
        for (; ; )
        {
            Task more;
            string rest;
            bool ended;
            lock (_lock)
            {
                rest = _text.ToString(_position, _text.Length - _position);
                more = _more.Task;
                ended = _ended;
                var match = pattern.Match(rest);
                if (match.Success)
                {
                    _position += match.Index + match.Length;
                    return match;
                }
            }

            if (rest.Contains("Kernel panic - not syncing"))
                throw Failure("the guest's kernel gave up");
            if (ended)
                throw Failure($"the machine ended while '{pattern}' was awaited; {_explainEnd()}");
            try
            {
                await more.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw Failure(string.Create(CultureInfo.InvariantCulture, $"'{pattern}' did not come within {limit.TotalSeconds:0} s"));
            }
        }
    }

    /// <summary>Waits for a text.</summary>
    public Task<Match> ExpectAsync(string text, TimeSpan limit, CancellationToken ct) =>
        ExpectAsync(new Regex(Regex.Escape(text), RegexOptions.CultureInvariant), limit, ct);

    /// <summary>Sends a line.</summary>
    public async Task SendLineAsync(string line, CancellationToken ct)
    {
        await _input.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), ct);
        await _input.FlushAsync(ct);
    }

    /// <summary>Waits for the login prompt, logs in, and makes the shell quiet so that <see cref="RunAsync"/> can be used.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The password; null when none is asked for.</param>
    /// <param name="limit">How long the machine may take to start.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task LoginAsync(string user, string? password, TimeSpan limit, CancellationToken ct)
    {
        var step = TimeSpan.FromMinutes(5); // an emulated machine on a busy host, at work on its first start
        await ExpectAsync(LoginPrompt, limit, ct);
        await SendLineAsync(user, ct);
        if (password is not null)
        {
            await ExpectAsync("assword:", step, ct);
            await SendLineAsync(password, ct);
        }

        var answer = await ExpectAsync(ShellPrompt, step, ct);
        if (answer.Value.Contains("incorrect"))
            throw Failure($"the guest refuses the password of '{user}'");
        // No echo, no prompt and no kernel messages between a command and its output.
        await SendLineAsync("stty -echo -onlcr cols 500; PS1= PS2= PROMPT_COMMAND=; export TERM=dumb; dmesg -n 1; echo qui''et", ct);
        await ExpectAsync(QuietShell, step, ct);
    }

    /// <summary>Runs a command in the shell of <see cref="LoginAsync"/>.</summary>
    public async Task<GuestResult> RunAsync(string command, TimeSpan limit, CancellationToken ct)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"=={++_commands}==");
        await SendLineAsync($"{{ {command}\n}} 2>&1 </dev/null; echo \"{mark}$?\"", ct);
        var match = await ExpectAsync(new Regex($@"(?s)\A(.*?)\n?{mark}(\d+)\r?\n", RegexOptions.CultureInvariant), limit, ct);
        return new(match.Groups[1].Value.Replace("\r", "").Trim('\n'), int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [GeneratedRegex(@"login: ?$", RegexOptions.CultureInvariant)]
    private static partial Regex LoginPrompt { get; }

    [GeneratedRegex(@"[#$] ?$|incorrect", RegexOptions.CultureInvariant)]
    private static partial Regex ShellPrompt { get; }

    [GeneratedRegex(@"(?<!'')quiet\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex QuietShell { get; }

    // Colours, cursor moves, bracketed paste: ECMA-48, section 5.4, and private sequences of terminals.
    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\a\x1b]*(\a|\x1b\\)|[()][A-Z0-9]|[=>c])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex ControlSequence { get; }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConsoleException Failure(string message) => new(message, string.Join('\n', Transcript.TrimEnd().Split('\n').TakeLast(15)));

    private async Task ReadAsync()
    {
        var buffer = new byte[8192];
        var decoder = Encoding.UTF8.GetDecoder();
        var characters = new char[8192];
        var pending = "";
        try
        {
            int read;
            while ((read = await _output.ReadAsync(buffer, _stop.Token)) > 0)
            {
                pending += new string(characters, 0, decoder.GetChars(buffer.AsSpan(0, read), characters, flush: false));
                pending = ControlSequence.Replace(pending, "");
                // A sequence may arrive in two pieces.
                var cut = pending.LastIndexOf('\x1b');
                if (cut < 0 || pending.Length - cut > 64)
                    cut = pending.Length;
                Add(pending[..cut]);
                pending = pending[cut..];
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }

        lock (_lock)
        {
            _ended = true;
            _more.TrySetResult();
        }
    }

    private void Add(string text)
    {
        lock (_lock)
        {
            _text.Append(text);
            var signal = _more;
            _more = NewSignal();
            signal.TrySetResult();
        }
    }
}
