using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>What sizes and identifiers of partitions have to do with each other and with the volume.</summary>
internal static class VolumeSizeRules
{
    public static void Check(VolumeOptions volume, IReadOnlyList<Draft> drafts, List<LayoutProblem> problems)
    {
        foreach (var (setting, size) in ((string, Bytes?)[])[("size", volume.Size), ("swap_file", volume.SwapFile)])
        {
            if (size is { } given && (given == Bytes.Zero || given.RoundDown(PartitionLayout.Alignment) != given || given > Draft.Largest))
                problems.Add(new(["volume", setting], $"'{given}' is not a whole number of MiB from 1MiB to {Draft.Largest}"));
        }

        CheckGroups(drafts, problems);
        var parts = drafts.Where(draft => draft.Options.Size.Percent is not null && draft.Group is null).ToList();
        if (volume.Size is null)
            problems.AddRange(parts.Select(draft => new LayoutProblem(draft.Path("size"), $"'{draft.Options.Size}' is a part of what the volume has left, and 'volume.size' is not set", "set 'volume.size', for example to '8GiB'")));
        else if (parts.Sum(draft => draft.Options.Size.Percent) is > 100 and var sum)
            problems.Add(new(parts[^1].Path("size"), $"'{parts[^1].Options.Size}' is too much: the parts add up to {sum}%"));
        if (volume.SwapFile is not null && drafts.Any(draft => draft is { Role: PartitionRole.Root, Filesystem: "btrfs", Options.FormatCommand.Count: > 0 }))
            problems.Add(new(["volume", "swap_file"], "a btrfs filesystem that a 'format_command' makes holds no swap file", "use a partition 'swap', or remove 'format_command'"));
        CheckIdentifiers(drafts, "uuid", draft => draft.Options.Uuid, problems);
        CheckIdentifiers(drafts, "partuuid", draft => draft.Options.Partuuid, problems);
    }

    private static void CheckGroups(IReadOnlyList<Draft> drafts, List<LayoutProblem> problems)
    {
        foreach (var volumes in drafts.Where(draft => draft.Group is not null && draft.Options.Size.Percent is not null).GroupBy(draft => draft.Group!))
        {
            if (volumes.Key.Options.Size.IsAuto)
                problems.AddRange(volumes.Select(draft => new LayoutProblem(draft.Path("size"), $"'{draft.Options.Size}' is a part of the volume group, whose size is 'auto'", $"give '{volumes.Key.Key}' a size, for example '8GiB'")));
            else if (volumes.Sum(draft => draft.Options.Size.Percent) is > 100 and var sum)
                problems.Add(new(volumes.Last().Path("size"), $"'{volumes.Last().Options.Size}' is too much: the parts add up to {sum}%"));
        }

        foreach (var same in drafts.Where(draft => draft.Options.Lvm is not null).GroupBy(draft => draft.Options.Lvm!.Group))
            problems.AddRange(same.Skip(1).Select(draft => new LayoutProblem(draft.Path("lvm", "group"), $"'{same.Key}' is the volume group of '{same.First().Key}' too", "a group is one partition")));
    }

    private static void CheckIdentifiers(IReadOnlyList<Draft> drafts, string setting, Func<Draft, string?> identifier, List<LayoutProblem> problems)
    {
        foreach (var same in drafts.Where(draft => identifier(draft) is not null).GroupBy(draft => identifier(draft)!.ToUpperInvariant()))
            problems.AddRange(same.Skip(1).Select(draft => new LayoutProblem(draft.Path(setting), $"'{identifier(draft)}' is the {setting} of '{same.First().Key}' too")));
    }
}
