using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Boot;

/// <summary>Copies within the tree.</summary>
internal static class TreeFiles
{
    /// <summary>Copies a file into a folder, which is made when missing. Does nothing when there is no such file.</summary>
    public static void CopyFile(this RootFs root, string path, string folder, string? name = null)
    {
        if (!root.FileExists(path))
            return;
        root.CreateDirectory(folder);
        var copy = root.Resolve($"{folder}/{name ?? Path.GetFileName(path)}");
        File.Copy(root.Resolve(path), copy, overwrite: true);
        File.SetUnixFileMode(copy, RootFs.DefaultMode);
    }
}
