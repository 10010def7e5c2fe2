namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Looks, many times a second while a program runs, at what it must not touch.</summary>
internal sealed class HostWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private readonly string _process;
    private readonly string _folder;

    /// <param name="process">The front; its mount table is looked at.</param>
    /// <param name="folder">Where it builds; loop devices of files elsewhere are not its.</param>
    public HostWatch(int process, string folder)
    {
        (_process, _folder) = ($"/proc/{process}", folder);
        _watching = Task.Run(() => WatchAsync(process));
    }

    /// <summary>A shell line that makes a mount table that nobody else changes, and whose changes would be seen: it is shared, as
    /// systemd makes that of a host.</summary>
    public static IReadOnlyList<string> Namespace { get; } =
        ["unshare", "--mount", "sh", "-c", "mount --make-rshared / && exec \"$0\" \"$@\""];

    /// <summary>Every mount table that was seen.</summary>
    public HashSet<string> MountTables { get; } = [];

    /// <summary>Files of the build that were behind a loop device.</summary>
    public HashSet<string> Loops { get; } = [];

    /// <summary>The builder's largest resident size so far, in KiB: VmHWM of proc_pid_status(5).</summary>
    public long BuilderMemory { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(int front)
    {
        int? builder = null;
        while (!_stop.IsCancellationRequested)
        {
            // Until the shell has become the program the table is still being made.
            if (builder is not null && Processes.Read(_process, "mounts") is { Length: > 0 } mounts)
                MountTables.Add(mounts);
            foreach (var backing in Directory.EnumerateDirectories("/sys/block", "loop*").Select(d => Processes.Read(d, "loop/backing_file")))
            {
                if (backing.StartsWith(_folder, StringComparison.Ordinal))
                    Loops.Add(backing);
            }

            builder ??= Processes.BuilderOf(front);
            var peak = Processes.Read($"/proc/{builder}", "status").Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            if (peak is not null)
                BuilderMemory = long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]);
            await Task.Delay(20);
        }
    }
}
