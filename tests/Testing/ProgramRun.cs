using System.Diagnostics;
using System.Text;

namespace BootstrapVz.Test.Testing;

/// <summary>How a run of the built program ended.</summary>
public sealed record ProgramEnd(int Code, string Out, string Error);

/// <summary>The built program as a process of its own.</summary>
public sealed class ProgramRun : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;
    private readonly Task _reading;

    private ProgramRun(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _reading = ReadErrorsAsync();
    }

    /// <summary>The program beside the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "bootstrap-vz");

    /// <summary>The folder of the project these tests are part of.</summary>
    public static string Project { get; } = FindProject();

    public int Id => _process.Id;

    public bool Ended => _process.HasExited;

    /// <summary>What it has said so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    /// <summary>Starts a command, which is the program or something that becomes it.</summary>
    public static ProgramRun Start(IEnumerable<string> command, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        // A shell starts what runs in its background with Ctrl+C ignored, and these tests may be that: sh(1), "&".
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(start);
    }

    /// <summary>Waits until it has said something.</summary>
    public async Task WaitForAsync(string text, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (!Error.Contains(text, StringComparison.Ordinal))
        {
            if (Ended || clock.Elapsed > limit)
                throw new InvalidOperationException($"'{text}' was not said within {clock.Elapsed.TotalSeconds:0} s, but:\n{Error}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits for its end, and kills it when that takes too long.</summary>
    public async Task<ProgramEnd> EndAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException late)
        {
            _process.Kill();
            throw new TimeoutException($"the program did not end within {limit.TotalSeconds:0} s; it said:\n{Error}", late);
        }

        var output = await _output;
        await _reading;
        return new(_process.ExitCode, output, Error);
    }

    /// <summary>Sends a signal, <c>INT</c> or <c>TERM</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static string FindProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "bootstrap-vz.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_error)
                _error.Append(line).Append('\n');
        }
    }
}
