using System.Diagnostics;
using System.Text;

namespace BootstrapVz.Cli.Building;

/// <summary>A builder started on this machine in namespaces of its own.</summary>
internal sealed class BuilderProcess : IDisposable
{
    private const int ErrorLines = 20;

    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private readonly Task _reading;

    private readonly OwnUsers? _users;

    private BuilderProcess(Process process, OwnUsers? users)
    {
        (_process, _users) = (process, users);
        _reading = ReadErrorsAsync();
    }

    /// <summary>What the builder writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What the builder reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts one.</summary>
    /// <param name="asRoot">Whether this is root, who needs no user namespace.</param>
    /// <param name="surroundings">What it sees of this machine.</param>
    public static BuilderProcess Start(bool asRoot, BuilderSurroundings surroundings)
    {
        // In a session of its own Ctrl+C reaches only the front, which then asks the builder to stop.
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var users = asRoot && surroundings.OwnUsers ? OwnUsers.Create() : null;
        foreach (var word in (users?.Words ?? []).Concat(Namespaces.Command(asRoot)).Concat(surroundings.Words).Concat(Self()).Append("builder"))
            start.ArgumentList.Add(word);
        foreach (var (name, value) in surroundings.Environment.Concat(Runtime))
            start.Environment[name] = value;
        return new(Process.Start(start)!, users);
    }

    /// <summary>Starts one that waits for its request, while there is other work to do before; null when this host cannot.</summary>
    public static BuilderProcess? StartEarly(bool asRoot) => Namespaces.Missing(asRoot).Count == 0 ? Start(asRoot, new()) : null;

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code and the last lines of standard error.</returns>
    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        lock (_errors)
            return (_process.ExitCode, string.Join('\n', _errors));
    }

    /// <summary>Ends it at once; the kernel removes what it started and mounted.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _users?.Dispose();
    }

    // The heap limit keeps the builder below 300 MB; diagnostics would leave a socket in /tmp when the builder is killed.
    private static Dictionary<string, string?> Runtime { get; } = new()
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_GCHeapHardLimit"] = "0xE000000",
        ["DOTNET_GCConserveMemory"] = "5",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    };

    private static string[] Self()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "bootstrap-vz");
        return File.Exists(program) ? [program] : [Environment.ProcessPath ?? "dotnet", program + ".dll"];
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                _errors.Enqueue(line);
                if (_errors.Count > ErrorLines)
                    _errors.Dequeue();
            }
        }
    }
}
