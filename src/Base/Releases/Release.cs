namespace BootstrapVz.Base.Releases;

/// <summary>A Debian release and the facts the build depends on.</summary>
/// <param name="Codename">Its codename, for example <c>trixie</c>.</param>
/// <param name="Version">Its version; unstable has the largest.</param>
public sealed record Release(string Codename, decimal Version) : IComparable<Release>
{
    /// <summary>The suite of security updates, or null where there is none.</summary>
    public string? SecuritySuite { get; init; }

    /// <summary>The suite of stable updates, or null where there is none.</summary>
    public string? UpdatesSuite { get; init; }

    /// <summary>The backports suite, or null where there is none.</summary>
    public string? BackportsSuite { get; init; }

    /// <summary>Whether /bin, /sbin and /lib are links into /usr in a freshly installed system: buster and later.</summary>
    /// <remarks>Source: release notes of buster, 5.2.1; debootstrap's scripts.</remarks>
    public bool HasMergedUsr => Version >= 10;

    /// <summary>Whether firmware has a component of its own, <c>non-free-firmware</c>: bookworm and later; before it is in non-free.</summary>
    /// <remarks>Source: release notes of bookworm, 2.2.</remarks>
    public bool HasFirmwareComponent => Version >= 12;

    /// <summary>Whether apt's own sources come as <c>debian.sources</c> in the deb822 style: trixie and later.</summary>
    /// <remarks>Source: release notes of trixie; sources.list(5).</remarks>
    public bool UsesDeb822Sources => Version >= 13;

    /// <summary>Whether the archive's mirrors no longer carry it: buster and older.</summary>
    public bool IsArchived => Version <= 10;

    /// <summary>The components the archive has.</summary>
    public IReadOnlyList<string> Components => HasFirmwareComponent ? ["main", "contrib", "non-free", "non-free-firmware"] : ["main", "contrib", "non-free"];

    /// <inheritdoc/>
    public int CompareTo(Release? other) => other is null ? 1 : Version.CompareTo(other.Version);

    /// <summary>Compares by version.</summary>
    public static bool operator <(Release a, Release b) => a.CompareTo(b) < 0;

    /// <summary>Compares by version.</summary>
    public static bool operator >(Release a, Release b) => a.CompareTo(b) > 0;

    /// <summary>Compares by version.</summary>
    public static bool operator <=(Release a, Release b) => a.CompareTo(b) <= 0;

    /// <summary>Compares by version.</summary>
    public static bool operator >=(Release a, Release b) => a.CompareTo(b) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Codename;
}
