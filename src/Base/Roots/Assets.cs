using System.Reflection;
using System.Text;

namespace BootstrapVz.Base.Roots;

/// <summary>Files that a folder of the program brings along in its <c>assets</c> folder.</summary>
public static class Assets
{
    /// <summary>Opens an asset of the folder that a type stands in.</summary>
    /// <typeparam name="TNear">A type in that folder, by its namespace.</typeparam>
    /// <param name="path">The path below the <c>assets</c> folder; a leading slash is allowed.</param>
    /// <exception cref="FileNotFoundException">There is no such asset.</exception>
    public static Stream Open<TNear>(string path)
    {
        var assembly = typeof(TNear).Assembly;
        var name = Folder(typeof(TNear), assembly) + "/assets/" + path.TrimStart('/');
        return assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"'{name}' is no asset of {assembly.GetName().Name}");
    }

    /// <summary>Reads a text asset.</summary>
    public static string ReadText<TNear>(string path)
    {
        using var reader = new StreamReader(Open<TNear>(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Copies an asset into an image, at the path it has below the <c>assets</c> folder.</summary>
    public static async Task InstallAssetAsync<TNear>(this RootFs root, string path, UnixFileMode mode, CancellationToken ct)
    {
        await using var asset = Open<TNear>(path);
        await root.WriteAsync(path, asset, mode, ct);
    }

    // Namespaces follow folders: BootstrapVz.Common.Ssh is the folder Ssh of the assembly BootstrapVz.Common.
    private static string Folder(Type near, Assembly assembly) =>
        near.Namespace![(assembly.GetName().Name!.Length + 1)..].Replace('.', '/');
}
