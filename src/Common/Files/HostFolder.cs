using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Files;

/// <summary>Folders of the host that are copied into an image.</summary>
public static class HostFolder
{
    /// <summary>Copies what a folder holds into a directory of the image, which is made; files that are there are replaced. Modes are kept, and all belongs to root.</summary>
    /// <param name="build">The build.</param>
    /// <param name="folder">The folder, relative to the manifest.</param>
    /// <param name="directory">The directory of the image.</param>
    /// <param name="ct">Stops copying.</param>
    public static async Task CopyAsync(BuildContext build, string folder, string directory, CancellationToken ct)
    {
        var source = build.HostFile(folder);
        if (!build.Root.DirectoryExists(directory))
            build.Root.CreateDirectory(directory);

        // A link in the image is no way out of it: cp(1) replaces those to files, and copies no directory over those to directories.
        await build.Host.RunAsync(
            new("cp", "--recursive", "--no-target-directory", "--remove-destination", "--preserve=mode", "--", source + "/.", build.Root.Resolve(directory)), ct);
    }

    /// <summary>Checks that a path of the manifest is a folder.</summary>
    /// <exception cref="BuildException">It is not.</exception>
    public static void Require(BuildContext build, string setting, string folder)
    {
        if (!Directory.Exists(build.Manifest.ResolvePath(folder)))
            throw new BuildException($"{setting} names '{folder}', which is no folder", "a relative path begins at the manifest");
    }
}
