using System.Diagnostics;
using System.Text;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Hosts;

/// <summary>
/// A program that is talked to while it runs. It is killed with its children when this is disposed, and by the kernel when this
/// program ends without a chance to do that.
/// </summary>
/// <remarks>For everything that just runs to its end there is <see cref="IHost.RunAsync"/>.</remarks>
public sealed class InteractiveProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ManualResetEventSlim _disposed;
    private readonly StringBuilder _error = new();

    private InteractiveProcess(Process process, ManualResetEventSlim disposed, bool captured)
    {
        (_process, _disposed) = (process, disposed);
        if (!captured)
            return;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
                _error.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>What the program reads; only when it was started captured.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What the program writes; only when it was started captured.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What the program has written to standard error so far; empty unless it was started captured.</summary>
    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString().Trim();
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="host">Where it is looked up.</param>
    /// <param name="command">The program; its input text and allowed exit codes do not matter here.</param>
    /// <param name="captured">Whether its input and output belong to the caller; else it has this program's terminal.</param>
    /// <exception cref="HostRequirementException">The program is not installed.</exception>
    public static InteractiveProcess Start(IHost host, Command command, bool captured)
    {
        var start = new ProcessStartInfo(Find(host, "setpriv"), ["--pdeathsig", "KILL", "--", Find(host, command.Program), .. command.Arguments])
        {
            RedirectStandardInput = captured,
            RedirectStandardOutput = captured,
            RedirectStandardError = captured,
            WorkingDirectory = command.WorkingDirectory ?? "",
            UseShellExecute = false,
        };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        var disposed = new ManualResetEventSlim();
        return new(StartOnLastingThread(start, disposed), disposed, captured);
    }

    /// <summary>Waits for the program's end.</summary>
    /// <returns>Its exit code; 128 + signal when a signal ended it.</returns>
    public async Task<int> WaitAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }

        _process.Dispose();
        _disposed.Set();
    }

    private static string Find(IHost host, string program) => host.Find(program) ?? throw new HostRequirementException(
        [new($"the program '{program}'", $"install the package that has it, for example with: apt-get install {ToolPackages.Of(program)}")]);

    // To the kernel the parent is the thread that started a program: prctl(2), PR_SET_PDEATHSIG. A thread of the pool may end before.
    private static Process StartOnLastingThread(ProcessStartInfo start, ManualResetEventSlim end)
    {
        var started = new TaskCompletionSource<Process>();
        var thread = new Thread(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
                end.Wait();
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return started.Task.GetAwaiter().GetResult();
    }
}
