using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes;

/// <summary>Says how much is missing when a disk is too full.</summary>
internal static class DiskSpace
{
    private const int NoSpace = 28;       // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT

    /// <summary>Stops before work that cannot succeed.</summary>
    public static void Require(string folder, Bytes needed, string what)
    {
        Directory.CreateDirectory(folder);
        var free = Free(folder);
        if (free < needed)
            throw Full(folder, needed, free, what, null);
    }

    /// <summary>Runs work, and explains a failure whose cause is a full disk.</summary>
    public static async Task<T> ExplainAsync<T>(string folder, Bytes needed, Func<Task<T>> work, string what = "the image")
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (IsFull(error))
        {
            throw Full(folder, needed, Free(folder), what, error);
        }
    }

    public static Task ExplainAsync(string folder, Bytes needed, Func<Task> work) => ExplainAsync(folder, needed, async () =>
    {
        await work();
        return true;
    });

    private static bool IsFull(Exception error) => error switch
    {
        CommandFailedException failed => failed.ErrorTail.Contains("No space left on device") || failed.ErrorTail.Contains("Disk quota exceeded"),
        AggregateException several => several.InnerExceptions.Any(IsFull),
        IOException => (error.HResult & 0xffff) is NoSpace or QuotaExceeded,
        _ => false,
    };

    private static Bytes Free(string folder) => new(new DriveInfo(folder).AvailableFreeSpace);

    private static BuildException Full(string folder, Bytes needed, Bytes free, string what, Exception? cause)
    {
        var missing = needed - free;
        var amount = missing > Bytes.Zero ? $"{missing.RoundUp(Bytes.MiB(1))} are missing" : "it was filled meanwhile";
        return new($"no space left in '{folder}': {what} {(what.EndsWith('s') ? "take" : "takes")} about {needed.RoundUp(Bytes.MiB(1))}, {free.RoundDown(Bytes.MiB(1))} are free, {amount}",
            "free some space or choose another folder", cause);
    }
}
