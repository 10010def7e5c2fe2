using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Rules over <c>volume</c> but for its partitions.</summary>
internal static class VolumeRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["volume/backing", "volume/volumegroup", "volume/logicalvolume"], LogicalVolumeIsNamed),
    ];

    private static void LogicalVolumeIsNamed(ManifestDraft draft, ManifestChecker check)
    {
        var volume = draft.Options!.Volume;
        foreach (var (key, value) in ((string, string?)[])[("volumegroup", volume.Volumegroup), ("logicalvolume", volume.Logicalvolume)])
        {
            if (volume.Backing == "lvm" && value is null)
                check.Error(["volume"], ErrorCodes.MissingSetting, $"'volume' lacks the setting '{key}', which backing lvm needs", $"add '{key}: …'");
            else if (volume.Backing != "lvm" && value is not null)
                check.Error(["volume", key], ErrorCodes.Conflict, $"'{key}' is for backing lvm only, and backing is '{volume.Backing}'", $"remove '{key}', or set backing to lvm");
        }
    }
}
