using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>A partition of the manifest whose role is known.</summary>
internal sealed record Draft(string Key, PartitionRole Role, string? MountPoint, string? Filesystem, PartitionOptions Options)
{
    // Far above what any image has, far below where byte counts overflow.
    public static readonly Bytes Largest = new(64L << 40);

    private const string Nothing = "none";

    /// <summary>The hashes of a root filesystem.</summary>
    public static Draft Verity { get; } = new(VerityTree.Key, PartitionRole.Verity, null, null, new() { Filesystem = Nothing }) { Implied = true };

    public bool Implied { get; init; }

    /// <summary>The partition whose volume group it is a logical volume of; null for a partition.</summary>
    public Draft? Group { get; init; }

    public bool IsEmpty => Role == PartitionRole.Bios || Options.Filesystem == Nothing || Options.Lvm is not null;

    public static Draft From(string key, PartitionOptions options) => key switch
    {
        "bios" => new(key, PartitionRole.Bios, null, null, options),
        "esp" or "boot/efi" => new(key, PartitionRole.Esp, "/boot/efi", options.Filesystem ?? "vfat", options),
        "boot" => new(key, PartitionRole.Boot, "/boot", options.Filesystem, options),
        "swap" => new(key, PartitionRole.Swap, null, "swap", options),
        "root" => new(key, PartitionRole.Root, "/", options.Filesystem, options),
        _ when options.Filesystem == Nothing || options.Lvm is not null => new(key, PartitionRole.Other, null, null, options),
        _ => new(key, PartitionRole.Other, "/" + string.Join('/', key.Split('/', StringSplitOptions.RemoveEmptyEntries)), options.Filesystem, options),
    };

    public IReadOnlyList<string> Path(params string[] below) => Group is null ? ["volume", "partitions", Key, .. below] : Group.Path(["lvm", "volumes", Key, .. below]);

    public IEnumerable<LayoutProblem> Check(PartitionMap map)
    {
        if (Role is PartitionRole.Bios or PartitionRole.Esp && map != PartitionMap.Gpt && map != PartitionMap.None)
            yield return new(Path(), $"'{Key}' belongs on a GPT", "use 'type: gpt'");
        if (Role == PartitionRole.Esp && Filesystem != "vfat")
            yield return new(Path("filesystem"), $"firmware does not read '{Filesystem}'", "use 'filesystem: vfat'");
        else if (Role is PartitionRole.Root or PartitionRole.Boot && Filesystem == "vfat")
            yield return new(Path("filesystem"), "'vfat' cannot hold owners and links", "use 'filesystem: ext4'");
        else if (Role is PartitionRole.Root or PartitionRole.Boot && IsEmpty)
            yield return new(Path("filesystem"), $"'{Key}' needs a filesystem", "use 'filesystem: ext4'");
        if (Filesystem is null && !IsEmpty)
            yield return new(Path(), $"partition '{Key}' has no filesystem", "add 'filesystem: ext4'");
        if (MountPoint is null && Options.Mode is not null)
            yield return new(Path("mode"), $"'{Key}' is not mounted and has no mode");
        if (Options is { Grow: true, Encryption: null, Lvm: null } && Group is null && Filesystem is not ("ext2" or "ext3" or "ext4" or "xfs" or "btrfs"))
            yield return new(Path("grow"), $"'{Key}' cannot grow: '{Filesystem ?? "no filesystem"}' stays as it was made");
        if (Role == PartitionRole.Swap && Options.Size.IsAuto)
            yield return new(Path("size"), "swap has no content that a size could follow from", "give it a size such as '512MiB'");
        if (Role == PartitionRole.Other && IsEmpty && Options is { Size.IsAuto: true, Lvm: null })
            yield return new(Path("size"), $"'{Key}' has no content that a size could follow from", "give it a size such as '512MiB'");
        if (Options.Size.Fixed is { Count: 0 })
            yield return new(Path("size"), "a partition of '0B' holds nothing");
        if (Options.Size.Fixed > Largest)
            yield return new(Path("size"), $"'{Options.Size}' is larger than any volume, '{Largest}'");
        foreach (var problem in CheckNames(map).Concat(Encryption.Check(this)).Concat(VolumeGroup.Check(this)))
            yield return problem;
    }

    private IEnumerable<LayoutProblem> CheckNames(PartitionMap map)
    {
        foreach (var (setting, given) in ((string, bool)[])[("label", Options.Label is not null), ("uuid", Options.Uuid is not null), ("mountopts", Options.Mountopts.Count > 0), ("format_command", Options.FormatCommand.Count > 0)])
        {
            if (given && IsEmpty)
                yield return new(Path(setting), $"'{Key}' has no filesystem, and so no '{setting}'", "remove it, or set 'filesystem'");
        }

        foreach (var (setting, value) in ((string, string?)[])[("name", Options.Name), ("partuuid", Options.Partuuid), ("type_guid", Options.TypeGuid)])
        {
            if (value is not null && Group is not null)
                yield return new(Path(setting), $"'{setting}' belongs to a partition, and '{Key}' is a logical volume", "remove it");
            else if (value is not null && map != PartitionMap.Gpt)
                yield return new(Path(setting), $"'{setting}' belongs to a GPT", "remove it, or use 'type: gpt'");
        }

        if (Options.Label is not null && FilesystemLimits.LongestLabel(Filesystem) == 0)
            yield return new(Path("label"), $"a '{Filesystem}' has no label", "remove it; 'name' is the partition's name in a GPT");
        else if (Options.Label is { } label && label.Length > FilesystemLimits.LongestLabel(Filesystem) && !IsEmpty)
            yield return new(Path("label"), $"'{label}' is too long for '{Filesystem}'", $"a label has up to {FilesystemLimits.LongestLabel(Filesystem)} characters");
        if (Options.Uuid is not null && Filesystem == "squashfs")
            yield return new(Path("uuid"), "a 'squashfs' has no UUID", "remove it; 'partuuid' is the partition's in a GPT");
        else if (Options.Uuid is { } uuid && !IsEmpty && uuid.Length == 9 != (Filesystem == "vfat"))
            yield return new(Path("uuid"), $"'{uuid}' is no identifier of '{Filesystem}'", Filesystem == "vfat" ? "write it as '1A2B-3C4D'" : "write it as '01234567-89ab-cdef-0123-456789abcdef'");
    }
}
