namespace BootstrapVz.Test.Testing;

/// <summary>A folder in memory, where the machine has room for it there; deleted with everything in it.</summary>
public sealed class ScratchSpace : IDisposable
{
    // Images and trees of one test run.
    private const long Needed = 4L << 30;

    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(Parent, $"bvz-{Guid.NewGuid():N}"[..12])).FullName;

    private static string Parent { get; } =
        Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace >= Needed ? "/dev/shm" : System.IO.Path.GetTempPath();

    /// <summary>A folder in it, which is made.</summary>
    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
