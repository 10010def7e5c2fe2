using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Locking;

/// <summary>
/// The exact packages of a manifest, in a file beside it: one line for each thing, so that a difference between two is a difference
/// between lines. Addresses are the manifest's own, never those of a mirror.
/// </summary>
public sealed record LockFile
{
    private const string Heading = "# The exact packages of an image. 'bootstrap-vz lock' writes this file, 'bootstrap-vz build' obeys it.";
    private const string Format = "1";

    /// <summary>When the newest of the sources was published, in seconds since 1970: the date of everything a build makes.</summary>
    public required long Date { get; init; }

    /// <summary>What the manifest asks for, one line each; a manifest that asks for something else does not fit.</summary>
    public required IReadOnlyList<string> Wanted { get; init; }

    /// <summary>The Release files that were read, with their SHA-256.</summary>
    public required IReadOnlyList<string> Suites { get; init; }

    /// <summary>The keys the sources are trusted by: fingerprint and file.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>The packages.</summary>
    public required PackagePlan Plan { get; init; }

    /// <summary>What they take once installed, as their makers estimate, in KiB; null when nobody says it.</summary>
    public long? InstalledKiB { get; init; }

    /// <summary>Which of them count as automatic.</summary>
    public required AutomaticPackages Automatic { get; init; }

    /// <summary>Where the lock of a manifest is.</summary>
    public static string PathFor(string manifest) => manifest + ".lock";

    /// <summary>The file's text.</summary>
    public string Render()
    {
        var date = DateTimeOffset.FromUnixTimeSeconds(Date).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        List<string> lines = [Heading, $"lock {Format}", $"date {date}"];
        lines.AddRange(Wanted.Select(w => "want " + w));
        lines.AddRange(Suites.Select(s => "suite " + s));
        lines.AddRange(Keys.Select(k => "key " + k));
        if (InstalledKiB is { } installed)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"installed {installed}"));
        var automatic = Automatic.Bootstrap.Concat(Automatic.Additions).Select(p => p.Name).ToHashSet();
        lines.AddRange(Plan.Bootstrap.Select(p => Line("minimal", p)));
        lines.AddRange((Plan.Additions ?? []).Select(p => Line("added", p)));
        return string.Join('\n', lines) + "\n";

        string Line(string set, ResolvedPackage p) =>
            string.Create(CultureInfo.InvariantCulture, $"package {p.Name} {p.Version} {p.Architecture} {set} {(automatic.Contains(p.Name) ? "automatic" : "manual")} {p.Size} {p.Sha256} {p.Uri}");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="architecture">The native architecture.</param>
    /// <exception cref="BuildException">It is no lock file of this program.</exception>
    public static LockFile Parse(string path, string text, string architecture)
    {
        var lines = text.Split('\n').Select((line, i) => (Words: line.Split(' ', 2), Number: i + 1)).Where(l => l.Words[0].Length > 0 && l.Words[0][0] != '#').ToList();
        if (lines.FirstOrDefault(l => l.Words is not ([("lock" or "date" or "want" or "suite" or "key" or "installed" or "package"), _])) is { Words: not null } odd)
            throw Bad(path, odd.Number, $"'{odd.Words[0]}' is no line of a lock file");
        if (Values("lock").SingleOrDefault() != Format)
            throw Bad(path, 1, "it is of another version of this program");
        if (!DateTimeOffset.TryParse(Values("date").FirstOrDefault(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            throw Bad(path, 1, "it has no date");
        var packages = lines.Where(l => l.Words[0] == "package").Select(l => Package(path, l.Number, l.Words[1])).ToList();
        return new()
        {
            Date = date.ToUnixTimeSeconds(),
            Wanted = [.. Values("want")],
            Suites = [.. Values("suite")],
            Keys = [.. Values("key")],
            InstalledKiB = lines.FirstOrDefault(l => l.Words[0] == "installed") is { Words: [_, var size] } installed ? KiB(path, installed.Number, size) : null,
            Plan = new()
            {
                Bootstrap = [.. packages.Where(p => p.Minimal).Select(p => p.Package)],
                Additions = [.. packages.Where(p => !p.Minimal).Select(p => p.Package)],
            },
            Automatic = new([.. Names(minimal: true)], [.. Names(minimal: false)]),
        };

        IEnumerable<string> Values(string word) => lines.Where(l => l.Words[0] == word).Select(l => l.Words[1]);

        IEnumerable<PackageName> Names(bool minimal) => packages.Where(p => p.Automatic && p.Minimal == minimal)
            .Select(p => new PackageName(p.Package.Name, p.Package.Architecture == "all" ? architecture : p.Package.Architecture));
    }

    private static (ResolvedPackage Package, bool Minimal, bool Automatic) Package(string path, int number, string line)
    {
        if (line.Split(' ') is not [var name, var version, var architecture, ("minimal" or "added") and var set, ("automatic" or "manual") and var mark, var size, var hash, var uri]
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || hash.Length != 64 || !hash.All(c => char.IsAsciiHexDigitLower(c)))
        {
            throw Bad(path, number, "a package has name, version, architecture, minimal or added, automatic or manual, size, SHA-256 and address");
        }

        var file = $"{name}_{version.Replace(":", "%3a", StringComparison.Ordinal)}_{architecture}.deb";
        return (new(name, version, architecture, uri, file, bytes, hash), set == "minimal", mark == "automatic");
    }

    private static long KiB(string path, int number, string size) => long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var kib)
        ? kib
        : throw Bad(path, number, $"'{size}' is no number of KiB");

    private static BuildException Bad(string path, int line, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: the lock file cannot be read: {reason}"), "make it again: bootstrap-vz lock MANIFEST");
}
