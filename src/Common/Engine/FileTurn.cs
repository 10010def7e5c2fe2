namespace BootstrapVz.Common.Engine;

/// <summary>A turn between processes at one piece of work, named by a file: one works, the others wait for it.</summary>
/// <remarks>
/// The file is locked by flock(2), as .NET does for <c>FileShare.None</c>: the turn ends with its process. Who held it deletes it; a waiter
/// that had opened it already may then work beside the next one, which costs time and nothing else.
/// </remarks>
internal static class FileTurn
{
    // flock(2): another process has the lock. Source: asm-generic/errno-base.h.
    private const int WouldBlock = 11;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the turn unless someone else has it; disposing ends it.</summary>
    public static IDisposable? TryTake(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when ((error.HResult & 0xFFFF) == WouldBlock)
        {
            return null;
        }
    }

    /// <summary>Waits for the turn.</summary>
    public static async Task<IDisposable> TakeAsync(string file, TimeProvider clock, CancellationToken ct)
    {
        while (true)
        {
            if (TryTake(file) is { } turn)
                return turn;
            await Task.Delay(Pause, clock, ct);
        }
    }
}
