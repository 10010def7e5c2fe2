namespace BootstrapVz.Test.Integration.Builds;

/// <summary>A package that a test makes, of all architectures.</summary>
internal sealed record DebPackage(string Name)
{
    private const UnixFileMode Program = (UnixFileMode)0b111_101_101;

    public string Version { get; init; } = "1";

    /// <summary>Packages it depends on, as a control file names them.</summary>
    public string? Depends { get; init; }

    /// <summary>The script that configures it.</summary>
    public string? PostInst { get; init; }

    /// <summary>Its files: path and text. Those below a folder named <c>bin</c> or <c>sbin</c> are programs.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes the package.</summary>
    /// <returns>The file, in the folder.</returns>
    public async Task<string> MakeAsync(string folder)
    {
        var tree = Directory.CreateTempSubdirectory("deb-").FullName;
        try
        {
            var depends = Depends is null ? "" : $"Depends: {Depends}\n";
            await WriteAsync(tree, "/DEBIAN/control", $"Package: {Name}\nVersion: {Version}\nArchitecture: all\n{depends}Maintainer: Nobody <nobody@example.org>\nDescription: made by a test\n");
            if (PostInst is not null)
                await WriteAsync(tree, "/DEBIAN/postinst", PostInst, Program);
            foreach (var (path, text) in Files)
                await WriteAsync(tree, path, text, path.Contains("bin/", StringComparison.Ordinal) ? Program : null);
            var file = Path.Combine(folder, Name + ".deb");
            await Tool.RunAsync(folder, "dpkg-deb", "--root-owner-group", "--build", tree, file);
            return file;
        }
        finally
        {
            Directory.Delete(tree, recursive: true);
        }
    }

    private static async Task WriteAsync(string tree, string path, string text, UnixFileMode? mode = null)
    {
        var file = tree + path;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
        if (mode is { } given)
            File.SetUnixFileMode(file, given);
    }
}
