using BootstrapVz.Base.Progress;

namespace BootstrapVz.Common.Workspace;

/// <summary>A folder on disk that one build works in. The lock on it dies with the build, so a later build can tell what was left behind.</summary>
public sealed class ScratchFolder
{
    private readonly FileStream _lock;

    private ScratchFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Claims a fresh folder below <paramref name="parent"/> and deletes those whose builds are gone.</summary>
    public static Task<ScratchFolder> ClaimAsync(string parent, IBuildLog log) => Task.Run(() =>
    {
        Directory.CreateDirectory(parent);
        foreach (var left in Directory.EnumerateFiles(parent, "*.lock"))
            DeleteAbandoned(left, log);
        var path = System.IO.Path.Combine(parent, Guid.NewGuid().ToString("N")[..12]);
        var held = new FileStream(path + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Directory.CreateDirectory(path);
        return new ScratchFolder(path, held);
    });

    /// <summary>Deletes the folder and gives the lock up.</summary>
    public void Delete()
    {
        Directory.Delete(Path, recursive: true);
        File.Delete(Path + ".lock");
        _lock.Dispose();
    }

    // FileShare.None is an flock(2): opening succeeds only when the build that held it has ended.
    private static void DeleteAbandoned(string lockFile, IBuildLog log)
    {
        try
        {
            using var held = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            var folder = System.IO.Path.ChangeExtension(lockFile, null);
            log.Debug($"deleting '{folder}', left by a build that was killed");
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            File.Delete(lockFile);
        }
        catch (IOException)
        {
            // Its build is running.
        }
    }
}
