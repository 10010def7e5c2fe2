namespace BootstrapVz.Common.Engine;

/// <summary>A lock between processes on a folder: many readers or one writer. Gone with the process that has it.</summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    public static async Task<FolderLock> TakeAsync(string folder, bool exclusive, TimeProvider clock, CancellationToken ct)
    {
        while (true)
        {
            if (TryTake(folder, exclusive) is { } taken)
                return taken;
            await Task.Delay(Pause, clock, ct);
        }
    }

    /// <summary>Takes the lock if nobody else has it.</summary>
    public static FolderLock? TryTake(string folder, bool exclusive)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ".lock");
        try
        {
            if (!exclusive && !File.Exists(path))
                File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
            // On Linux .NET takes flock(2): exclusive for FileShare.None, shared for reading with FileShare.Read.
            return new(exclusive
                ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
