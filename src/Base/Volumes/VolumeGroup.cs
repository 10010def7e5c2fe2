namespace BootstrapVz.Base.Volumes;

/// <summary>A volume group of LVM that one partition holds.</summary>
public sealed record VolumeGroup
{
    /// <summary>Logical volumes are whole numbers of this.</summary>
    /// <value>4 MiB: the default of vgcreate(8), --physicalextentsize.</value>
    public static readonly Bytes Extent = Bytes.MiB(4);

    /// <summary>What label and metadata take before the first extent.</summary>
    /// <value>1 MiB: the default of pvcreate(8), --metadatasize and --dataalignment.</value>
    public static readonly Bytes MetadataSize = Bytes.MiB(1);

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>LVM's identifier of it.</summary>
    public required string Uuid { get; init; }

    /// <summary>LVM's identifier of the partition.</summary>
    public required string PhysicalUuid { get; init; }

    /// <summary>The logical volumes in the order they lie on the partition.</summary>
    public required IReadOnlyList<PlannedPartition> Volumes { get; init; }

    /// <summary>The group with every volume changed.</summary>
    public VolumeGroup With(Func<PlannedPartition, PlannedPartition> change) => this with { Volumes = [.. Volumes.Select(change)] };

    /// <summary>What LVM calls the volume of a key; a name has no slashes: lvm(8), "VALID NAMES".</summary>
    public static string VolumeName(string key) => key.Replace('/', '_');

    /// <summary>The device of a logical volume; device mapper doubles hyphens, as one stands between the two names.</summary>
    public static string Device(string group, string key) => $"/dev/mapper/{group.Replace("-", "--")}-{VolumeName(key).Replace("-", "--")}";

    /// <summary>The group of a partition; null when it has none.</summary>
    internal static VolumeGroup? Of(Draft draft, string seed, IReadOnlyList<PlannedPartition> volumes) => draft.Options.Lvm is not { } options ? null : new()
    {
        Name = options.Group,
        Uuid = DeterministicId.Lvm(seed, "volume group " + draft.Key),
        PhysicalUuid = DeterministicId.Lvm(seed, "physical volume " + draft.Key),
        Volumes = volumes,
    };

    internal static IEnumerable<LayoutProblem> Check(Draft draft)
    {
        if (draft.Group is { } group)
        {
            foreach (var (setting, given) in ((string, bool)[])[("encryption", draft.Options.Encryption is not null), ("lvm", draft.Options.Lvm is not null), ("grow", draft.Options.Grow)])
            {
                if (given)
                    yield return new(draft.Path(setting), $"'{setting}' cannot be set for a logical volume", setting == "encryption" ? $"set it for the partition '{group.Key}'" : "remove it");
            }

            if (draft.Role is PartitionRole.Bios or PartitionRole.Esp)
                yield return new(draft.Path(), $"'{draft.Key}' cannot be a logical volume: firmware does not read LVM", "make it a partition");
            // What LVM keeps for itself: lvm(8), "VALID NAMES".
            if (draft.Key.StartsWith("snapshot", StringComparison.Ordinal) || draft.Key.StartsWith("pvmove", StringComparison.Ordinal))
                yield return new(draft.Path(), $"LVM keeps names such as '{draft.Key}' for itself", "mount it elsewhere");
        }

        if (draft.Options.Lvm is null)
            yield break;
        if (draft.Role != PartitionRole.Other)
            yield return new(draft.Path("lvm"), $"'{draft.Key}' cannot be a volume group", "call the partition otherwise, for example 'pv'");
        if (draft.Options.Filesystem is not null)
            yield return new(draft.Path("filesystem"), $"'{draft.Key}' is a volume group and has no filesystem of its own", "remove 'filesystem'");
        if (draft.Options.Grow)
            yield return new(draft.Path("grow"), $"'{draft.Key}' cannot grow: it is a volume group", "leave room in it, and give it to a volume with lvextend(8)");
    }
}
