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
