using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Plans the disk, so that a layout that cannot be made is an error of the manifest and not of the build.</summary>
internal static class LayoutRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["volume", "system/bootloader", "system/firmware", "system/architecture"], LayoutCanBeMade),
        new(["volume", "system/bootloader", "system/firmware", "system/architecture", "system/secure_boot"], SignedIsWhatUefiStarts),
    ];

    private static void LayoutCanBeMade(ManifestDraft draft, ManifestChecker check)
    {
        var plan = Plan(draft.Options!);

        // Where a narrower rule has spoken, the planner would only say it again.
        var spoken = check.Found.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Location).ToHashSet();
        foreach (var problem in plan.Problems.Where(problem => !spoken.Contains(draft.Locate(problem.Path))))
            check.Error(problem.Path, problem.Path[^1] is "size" or "swap_file" ? ErrorCodes.BadSize : ErrorCodes.BadPartition, problem.Message, problem.Hint);
    }

    private static void SignedIsWhatUefiStarts(ManifestDraft draft, ManifestChecker check)
    {
        if (draft.Options!.System.SecureBoot is not null && Plan(draft.Options).Layout is { } layout && !layout.Firmware.HasFlag(Firmware.Uefi))
            check.Error(["system", "secure_boot"], ErrorCodes.Conflict, "there is nothing to sign: no UEFI starts this image", "remove secure_boot, or use a boot loader, firmware and partition table with UEFI");
    }

    private static LayoutPlan Plan(BaseOptions options) =>
        LayoutPlanner.Plan(new(options.Volume, options.System.Bootloader, options.System.Firmware, options.System.Architecture, Seed: ""));
}
