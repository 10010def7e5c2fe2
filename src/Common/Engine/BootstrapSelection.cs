namespace BootstrapVz.Common.Engine;

/// <summary>How much the minimal system has.</summary>
public enum BootstrapVariant
{
    /// <summary>Essential packages, those of priority required, and apt: mmdebstrap's <c>minbase</c>.</summary>
    Minbase,

    /// <summary>Those and the packages of priority important: debootstrap without a variant.</summary>
    Default,
}

/// <summary>Which packages the minimal system has.</summary>
/// <param name="Variant">How much.</param>
/// <param name="Suite">The release's codename; the priorities of this suite count.</param>
public sealed record BootstrapSelection(BootstrapVariant Variant, string Suite)
{
    /// <summary>Packages added.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Packages left out, also where others depend on them.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Whether the release has /bin, /sbin and /lib below /usr; true from buster on.</summary>
    public bool MergedUsr { get; init; } = true;
}
