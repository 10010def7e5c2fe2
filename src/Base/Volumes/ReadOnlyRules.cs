using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>What goes together with filesystems that are never written to.</summary>
internal static class ReadOnlyRules
{
    private const string Everything = "overlay";
    private const string State = "state";

    private static readonly string[] Upper = ["ext2", "ext3", "ext4", "xfs"];

    /// <summary>The folders of the root filesystem that are written to through an overlay; none when it can be written to itself.</summary>
    public static IReadOnlyList<string> Overlays(IReadOnlyList<Draft> drafts) => drafts.FirstOrDefault(draft => IsRoot(draft) && IsReadOnly(draft)) switch
    {
        { Options.Writable: null or Everything } => ["/"],
        { Options.Writable: State } => [.. ((string[])["/etc", "/var"]).Where(folder => !drafts.Any(draft => draft.MountPoint == folder))],
        _ => [],
    };

    /// <summary>Gives the partition with the changes its role: it is mounted by the initramfs, and not where its key says.</summary>
    public static void TakeChanges(List<Draft> drafts)
    {
        var key = drafts.Find(IsRoot)?.Options.Changes;
        var index = drafts.FindIndex(draft => draft.Key == key && draft.Role == PartitionRole.Other);
        if (index >= 0)
            drafts[index] = drafts[index] with { Role = PartitionRole.Changes, MountPoint = null };
    }

    /// <summary>Finds what cannot be.</summary>
    public static void Check(LayoutRequest request, IReadOnlyList<Draft> drafts, PartitionMap map, List<LayoutProblem> problems)
    {
        foreach (var draft in drafts)
            problems.AddRange(CheckPacked(draft, map));
        foreach (var draft in drafts.Where(draft => !IsRoot(draft)))
            problems.AddRange(RootSettings(draft).Select(setting => new LayoutProblem(draft.Path(setting), $"'{setting}' is for the root partition, not for '{draft.Key}'")));
        if (drafts.FirstOrDefault(IsRoot) is not { } root)
            return;
        if (IsReadOnly(root))
        {
            problems.AddRange(CheckRoot(request, root, drafts));
            problems.AddRange(CheckChanges(root, drafts));
        }
        else
        {
            problems.AddRange(RootSettings(root).Select(setting => new LayoutProblem(root.Path(setting),
                $"'{root.Filesystem}' is written to as it is", $"remove '{setting}', or use 'filesystem: squashfs', 'filesystem: erofs' or 'verity: true'")));
        }

        if (root.Options.Verity)
            problems.AddRange(CheckVerity(root, map));
    }

    private static bool IsRoot(Draft draft) => draft.Role == PartitionRole.Root;

    private static bool IsReadOnly(Draft draft) => draft.Options.Verity || Packing.IsPacked(draft.Filesystem);

    private static IEnumerable<string> RootSettings(Draft draft)
    {
        if (draft.Options.Writable is not null)
            yield return "writable";
        if (draft.Options.Changes is not null)
            yield return "changes";
        if (draft.Options.Verity && !IsRoot(draft))
            yield return "verity";
    }

    private static IEnumerable<LayoutProblem> CheckPacked(Draft draft, PartitionMap map)
    {
        var compressors = Packing.CompressorsOf(draft.Filesystem);
        if (draft.Options.Compression is { } compression && !compressors.Contains(compression))
        {
            yield return compressors.Count == 0
                ? new(draft.Path("compression"), $"'{draft.Key}' is not made compressed", "remove it, or use 'filesystem: squashfs' or 'filesystem: erofs'")
                : new(draft.Path("compression"), $"'{draft.Filesystem}' is not compressed with '{compression}'", "it has " + string.Join(", ", compressors));
        }

        if (compressors.Count == 0)
            yield break;
        if (draft.Role == PartitionRole.Boot)
            yield return new(draft.Path("filesystem"), $"'boot' is written to whenever a kernel is installed, and a '{draft.Filesystem}' never", "use 'filesystem: ext4'");
        if (draft.Options.FormatCommand.Count > 0)
            yield return new(draft.Path("format_command"), $"a '{draft.Filesystem}' is not formatted before it is filled", "use 'compression'");
        if (draft.Filesystem == "squashfs" && map == PartitionMap.None)
            yield return new(draft.Path("filesystem"), "a 'squashfs' has no identifier, and there is no partition table that gives it one", "use 'filesystem: erofs', or 'type: gpt'");
    }

    private static IEnumerable<LayoutProblem> CheckRoot(LayoutRequest request, Draft root, IReadOnlyList<Draft> drafts)
    {
        // GRUB keeps its menu and its environment there, and reads neither erofs nor a squashfs of every compression.
        if (request.Bootloader is not (Bootloaders.SystemdBoot or "none") && !drafts.Any(draft => draft.Role == PartitionRole.Boot))
        {
            yield return new(root.Path(root.Options.Verity ? "verity" : "filesystem"), $"'{request.Bootloader}' needs a /boot that it can read and that can be written to, and it is on the read-only root filesystem",
                "add 'boot: {filesystem: ext4, size: 512MiB}', or use 'bootloader: systemd-boot'");
        }

        if (root.Group is not null || root.Options.Encryption is not null)
            yield return new(root.Path(), "a read-only root filesystem lies on a partition of its own, which is not encrypted", "leave out 'encryption', and take it out of the volume group");
        if (request.Volume.SwapFile is not null)
            yield return new(["volume", "swap_file"], "a read-only root filesystem cannot hold a swap file", "use a partition 'swap'");
        if (Overlays(drafts).Contains("/") && drafts.FirstOrDefault(draft => draft.MountPoint == "/usr") is { } usr)
            yield return new(usr.Path(), $"'{usr.Key}' is mounted before the overlay over the root filesystem, which would hide it", "leave /usr on the root filesystem, or use 'writable: state' or 'writable: none'");
    }

    private static IEnumerable<LayoutProblem> CheckChanges(Draft root, IReadOnlyList<Draft> drafts)
    {
        if (root.Options.Changes is not { } key)
            yield break;
        if (Overlays(drafts).Count == 0)
            yield return new(root.Path("changes"), $"nothing of the root filesystem can be written to, so '{key}' would stay empty", "remove 'changes', or use 'writable: overlay'");
        if (drafts.FirstOrDefault(draft => draft.Key == key) is not { } changes)
            yield return new(root.Path("changes"), $"there is no partition '{key}'", $"add '{key}: {{filesystem: ext4, size: 1GiB}}'");
        else if (changes.Role != PartitionRole.Changes)
            yield return new(root.Path("changes"), $"'{key}' has a purpose of its own", "name a partition that is there for the changes only");
        else if (changes.Group is not null || changes.Options.Encryption is not null)
            yield return new(changes.Path(), $"'{key}' is mounted before containers and logical volumes are opened", "use a partition of its own, without encryption");
        else if (!Upper.Contains(changes.Filesystem))
            yield return new(changes.Path("filesystem"), $"'{changes.Filesystem ?? "none"}' cannot keep what is written over another filesystem", "use 'filesystem: ext4'");
    }

    private static IEnumerable<LayoutProblem> CheckVerity(Draft root, PartitionMap map)
    {
        if (map != PartitionMap.Gpt)
            yield return new(root.Path("verity"), "the hashes are found by unique identifiers, which only a GPT has", "use 'type: gpt'");
        if (root.Options.Partuuid is not null)
            yield return new(root.Path("partuuid"), "with 'verity' it is the first half of the root hash", "remove it");
        if (root.Filesystem is not ("ext2" or "ext3" or "ext4") && !Packing.IsPacked(root.Filesystem))
            yield return new(root.Path("verity"), $"'{root.Filesystem}' is not checked by verity", "use 'filesystem: erofs', squashfs or ext4");
        if (root.Options.Grow)
            yield return new(root.Path("grow"), "'root' cannot grow: its blocks are hashed");
    }
}
