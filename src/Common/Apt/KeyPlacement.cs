using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Packages;

namespace BootstrapVz.Common.Apt;

/// <summary>Where a key of <c>packages.trusted-keys</c> goes in the image.</summary>
/// <param name="File">The file on the host, as the manifest names it.</param>
/// <param name="ImagePath">Its place in the image.</param>
/// <param name="ForAllSources">Whether every source trusts it, or only those that name it with <c>signed-by</c>.</param>
public sealed record KeyPlacement(string File, string ImagePath, bool ForAllSources)
{
    // Keyrings here are trusted by all sources; apt-secure(8).
    private const string Shared = "/etc/apt/trusted.gpg.d";

    /// <summary>
    /// Places every key: where a source's <c>signed-by</c> names a file of its name, that is its place; otherwise the folder all sources trust.
    /// </summary>
    public static IReadOnlyList<KeyPlacement> Of(IEnumerable<string> keys, SourceLists sources)
    {
        var named = sources.Lines.SelectMany(SignedBy).Distinct().ToLookup(path => Path.GetFileName(path));
        return
        [
            .. keys.SelectMany(key =>
            {
                var file = Path.GetFileName(key);
                return named[file].Any()
                    ? named[file].Select(path => new KeyPlacement(key, path, ForAllSources: false))
                    : [new KeyPlacement(key, $"{Shared}/{file}", ForAllSources: true)];
            }),
        ];
    }

    private static IEnumerable<string> SignedBy(SourceLine line) =>
        (line.Options ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(option => option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase))
            .SelectMany(option => option["signed-by=".Length..].Split(','))
            .Where(key => key.StartsWith('/'));
}
