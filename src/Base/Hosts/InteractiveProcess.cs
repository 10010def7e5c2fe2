using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Hosts;

/// <summary>A program that is talked to while it runs. It is killed with its children when this is disposed.</summary>
/// <remarks>For everything that just runs to its end there is <see cref="IHost.RunAsync"/>.</remarks>
public sealed class InteractiveProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();

    private InteractiveProcess(Process process, bool captured)
    {
        _process = process;
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
        var start = new ProcessStartInfo(host.Find(command.Program) ?? command.Program)
        {
            RedirectStandardInput = captured,
            RedirectStandardOutput = captured,
            RedirectStandardError = captured,
            WorkingDirectory = command.WorkingDirectory ?? "",
            UseShellExecute = false,
        };
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception error) when (error.NativeErrorCode is 2 or 13)
        {
            process.Dispose();
            throw new HostRequirementException(
                [new($"the program '{command.Program}'", $"install the package that has it, for example with: apt-get install {ToolPackages.Of(command.Program)}")]);
        }

        return new(process, captured);
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
    }
}
