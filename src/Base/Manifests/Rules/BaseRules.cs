namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>A rule over several settings.</summary>
/// <param name="Reads">The settings it reads, with '/' between the keys; it is left out when one of them has no usable value.</param>
/// <param name="Check">Reports what breaks the rule.</param>
internal sealed record Rule(IReadOnlyList<string> Reads, Action<ManifestDraft, ManifestChecker> Check);

/// <summary>The rules every manifest keeps, whatever its provider.</summary>
internal static class BaseRules
{
    public static IReadOnlyList<Rule> All { get; } =
        [.. SystemRules.All, .. SupportRules.All, .. VolumeRules.All, .. PartitionRules.All, .. PackageRules.All, .. LayoutRules.All];
}
