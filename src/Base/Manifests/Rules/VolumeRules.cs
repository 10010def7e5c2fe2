using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Rules over <c>volume</c> but for its partitions.</summary>
internal static class VolumeRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["volume/backing", "volume/volumegroup", "volume/logicalvolume", "volume/device"], TargetIsNamed),
    ];

    private static void TargetIsNamed(ManifestDraft draft, ManifestChecker check)
    {
        var volume = draft.Options!.Volume;
        foreach (var (key, value, backing) in ((string, string?, string)[])
            [("volumegroup", volume.Volumegroup, "lvm"), ("logicalvolume", volume.Logicalvolume, "lvm"), ("device", volume.Device, "block")])
        {
            var message = $"'volume' lacks the setting '{key}', which backing {backing} needs";
            if (volume.Backing != backing && value is not null)
                check.Error(["volume", key], ErrorCodes.Conflict, $"'{key}' is for backing {backing} only, and backing is '{volume.Backing}'", $"remove '{key}', or set backing to {backing}");
            else if (volume.Backing == backing && value is null && key == "device" && draft.MissingHostFiles == Severity.Warning)
                check.Warning(["volume"], ErrorCodes.MissingSetting, message, "add 'device: /dev/…', or give --device when building");
            else if (volume.Backing == backing && value is null)
                check.Error(["volume"], ErrorCodes.MissingSetting, message, key == "device" ? "add 'device: /dev/…', or give --device" : $"add '{key}: …'");
        }
    }
}
