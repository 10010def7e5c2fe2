using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;

namespace BootstrapVz.Common.Engine;

/// <summary>The Debian entries of a host's own apt sources.</summary>
/// <param name="Archive">Its mirror of the Debian archive, or null.</param>
/// <param name="SecurityArchive">Its mirror of the security archive, or null.</param>
public sealed record HostSources(string? Archive, string? SecurityArchive)
{
    /// <summary>No sources.</summary>
    public static HostSources None { get; } = new(null, null);

    /// <summary>Reads sources.list and what stands in sources.list.d, in both styles of sources.list(5).</summary>
    /// <param name="folder">The folder, <c>/etc/apt</c>.</param>
    public static HostSources Read(string folder)
    {
        var parts = Path.Combine(folder, "sources.list.d");
        IEnumerable<string> files = Directory.Exists(parts) ? Directory.EnumerateFiles(parts).Order(StringComparer.Ordinal) : [];
        var found = None;
        foreach (var file in files.Prepend(Path.Combine(folder, "sources.list")).Where(File.Exists))
        {
            var entries = Path.GetExtension(file) switch
            {
                ".list" => OneLine(File.ReadLines(file)),
                ".sources" => Deb822(File.ReadLines(file)),
                _ => [],
            };
            foreach (var (uri, suite) in entries)
            {
                if (IsSecurity(suite))
                    found = found with { SecurityArchive = found.SecurityArchive ?? uri };
                else if (IsDebian(suite))
                    found = found with { Archive = found.Archive ?? uri };
            }
        }

        return found;
    }

    private static IEnumerable<(string Uri, string Suite)> OneLine(IEnumerable<string> lines)
    {
        foreach (var text in lines)
        {
            if (SourceLine.TryParse(text.Split('#')[0].Trim(), null, out var line) && line.Type == "deb" && IsArchive(line.Uri, line.Components))
                yield return (line.Uri, line.Distribution);
        }
    }

    private static IEnumerable<(string Uri, string Suite)> Deb822(IEnumerable<string> lines) =>
        from paragraph in ControlFile.Paragraphs(lines)
        where paragraph["Enabled"] is not "no" && Words(paragraph, "Types").Contains("deb")
        from uri in Words(paragraph, "URIs")
        where IsArchive(uri, Words(paragraph, "Components"))
        from suite in Words(paragraph, "Suites")
        select (uri, suite);

    private static string[] Words(ControlFile paragraph, string field) =>
        (paragraph[field] ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // Others use Debian's suite names too; Debian's own mirrors have 'main' and end in 'debian' or 'debian-security'.
    private static bool IsArchive(string uri, IReadOnlyList<string> components) =>
        components.Contains("main")
        && uri.Split(':')[0] is "http" or "https" or "file"
        && uri.TrimEnd('/').Split('/')[^1].StartsWith("debian", StringComparison.Ordinal);

    private static bool IsSecurity(string suite) =>
        suite.EndsWith("-security", StringComparison.Ordinal) || suite.EndsWith("/updates", StringComparison.Ordinal);

    private static bool IsDebian(string suite) => ReleaseTable.Find(suite.Split('-')[0]) is not null;
}
