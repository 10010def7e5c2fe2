namespace BootstrapVz.Base.Releases;

/// <summary>Every Debian release there has been, and the names they are called by today.</summary>
/// <remarks>Source: <c>/usr/share/distro-info/debian.csv</c> and the archive's Release files, November 2026.</remarks>
public static class ReleaseTable
{
    /// <summary>All releases, oldest first.</summary>
    public static IReadOnlyList<Release> All { get; } =
    [
        new("buzz", 1.1m),
        new("rex", 1.2m),
        new("bo", 1.3m),
        new("hamm", 2.0m),
        new("slink", 2.1m),
        new("potato", 2.2m),
        new("woody", 3.0m),
        new("sarge", 3.1m),
        new("etch", 4.0m),
        new("lenny", 5.0m),
        new("squeeze", 6.0m),
        Slashed("wheezy", 7),
        Slashed("jessie", 8),
        Slashed("stretch", 9),
        Slashed("buster", 10),
        Dashed("bullseye", 11),
        Dashed("bookworm", 12),
        Dashed("trixie", 13),
        Dashed("forky", 14) with { BackportsSuite = null },
        new("sid", 999),
    ];

    /// <summary>What each alias means today.</summary>
    public static IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["oldoldstable"] = "bullseye",
        ["oldstable"] = "bookworm",
        ["stable"] = "trixie",
        ["testing"] = "forky",
        ["unstable"] = "sid",
    };

    /// <summary>Wheezy, the oldest release whose manifests are read.</summary>
    public static Release Oldest => Get("wheezy");

    /// <summary>The release of a codename or alias, or null.</summary>
    public static Release? Find(string name) =>
        All.FirstOrDefault(r => r.Codename == (Aliases.TryGetValue(name, out var codename) ? codename : name));

    /// <summary>The release of a codename that is known to exist.</summary>
    public static Release Get(string codename) =>
        Find(codename) ?? throw new ArgumentException($"no release '{codename}'", nameof(codename));

    // Up to buster the security suite was called RELEASE/updates.
    private static Release Slashed(string codename, decimal version) => new(codename, version)
    {
        SecuritySuite = codename + "/updates",
        UpdatesSuite = codename + "-updates",
        BackportsSuite = codename + "-backports",
    };

    private static Release Dashed(string codename, decimal version) => new(codename, version)
    {
        SecuritySuite = codename + "-security",
        UpdatesSuite = codename + "-updates",
        BackportsSuite = codename + "-backports",
    };
}
