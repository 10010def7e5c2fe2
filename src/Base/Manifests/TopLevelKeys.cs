using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests;

/// <summary>The keys at the top level, where the original allows any so that they can serve as variables.</summary>
internal static class TopLevelKeys
{
    public static void Check(MappingNode root, IReadOnlyCollection<string> known, Findings findings)
    {
        foreach (var entry in root.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            if (Meant(entry.Key, known) is { } meant)
                findings.Error(entry.Location, ErrorCodes.UnknownSetting, $"a manifest has no section {entry.Key.Quoted()}", $"did you mean '{meant}'?");
            else
                findings.Warning(entry.Location, ErrorCodes.ExtraTopLevelKey, $"{entry.Key.Quoted()} sets nothing", "it can be used as a variable; remove it if that is not wanted");
        }
    }

    // Two slips make another word of a short one: 'date' is no misspelt 'name'.
    private static string? Meant(string key, IEnumerable<string> known) =>
        key.Length > 100 ? null : known.Where(other => TextDistance.Between(key, other) <= (other.Length <= 4 ? 1 : 2)).Order(StringComparer.Ordinal).FirstOrDefault();
}
