using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Plans the disk, so that a layout that cannot be made is an error of the manifest and not of the build.</summary>
internal static class LayoutRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["volume", "system/bootloader", "system/firmware", "system/architecture"], LayoutCanBeMade),
    ];

    private static void LayoutCanBeMade(ManifestDraft draft, ManifestChecker check)
    {
        var (volume, system) = (draft.Options!.Volume, draft.Options.System);
        var plan = LayoutPlanner.Plan(new(volume, system.Bootloader, system.Firmware, system.Architecture, Seed: ""));

        // Where a narrower rule has spoken, the planner would only say it again.
        var spoken = check.Found.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Location).ToHashSet();
        foreach (var problem in plan.Problems.Where(problem => !spoken.Contains(draft.Locate(problem.Path))))
            check.Error(problem.Path, problem.Path[^1] is "size" or "swap_file" ? ErrorCodes.BadSize : ErrorCodes.BadPartition, problem.Message, problem.Hint);
    }
}
