using BootstrapVz.Base.Progress;

namespace BootstrapVz.Common.Workspace;

/// <summary>A folder on disk that one build works in. The lock on it dies with the build, so a later build can tell what was left behind.</summary>
public sealed class ScratchFolder
{
    private readonly FileStream _lock;
    private readonly Func<string, Task> _delete;

    private ScratchFolder(string path, FileStream held, Func<string, Task> delete)
    {
        Path = path;
        _lock = held;
        _delete = delete;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Claims a fresh folder below <paramref name="parent"/> and deletes those whose builds are gone.</summary>
    /// <param name="parent">The folder of all such folders.</param>
    /// <param name="log">Where deleting is told.</param>
    /// <param name="delete">Deletes a folder with all that is in it, which may belong to other users.</param>
    public static async Task<ScratchFolder> ClaimAsync(string parent, IBuildLog log, Func<string, Task>? delete = null)
    {
        delete ??= static folder => Task.Run(() => Directory.Delete(folder, recursive: true));
        Directory.CreateDirectory(parent);
        foreach (var left in Directory.GetFiles(parent, "*.lock"))
            await DeleteAbandonedAsync(left, log, delete);
        var path = System.IO.Path.Combine(parent, Guid.NewGuid().ToString("N")[..12]);
        var held = new FileStream(path + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Directory.CreateDirectory(path);
        return new(path, held, delete);
    }

    /// <summary>Deletes the folder and gives the lock up.</summary>
    public async Task DeleteAsync()
    {
        await _delete(Path);
        File.Delete(Path + ".lock");
        await _lock.DisposeAsync();
    }

    // FileShare.None is an flock(2): opening succeeds only when the build that held it has ended.
    private static async Task DeleteAbandonedAsync(string lockFile, IBuildLog log, Func<string, Task> delete)
    {
        try
        {
            await using var held = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            var folder = System.IO.Path.ChangeExtension(lockFile, null);
            log.Debug($"deleting '{folder}', left by a build that was killed");
            if (Directory.Exists(folder))
                await delete(folder);
            File.Delete(lockFile);
        }
        catch (IOException)
        {
            // Its build is running.
        }
    }
}
