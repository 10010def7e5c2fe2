using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Rules over <c>volume.partitions</c>.</summary>
internal static class PartitionRules
{
    private static readonly string[] WithoutFilesystem = ["swap", "bios"];

    private static readonly Bytes Granule = Bytes.MiB(1);

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["volume/partitions"], RootIsThere),
        new(["volume/partitions"], NamesAreMountPoints),
        new(["volume/partitions"], TableHoldsPartitions),
        new(["volume/partitions"], FilesystemsAreSet),
        new(["volume/partitions"], SizesCanBeMade),
    ];

    private static PartitionsOptions Partitions(ManifestDraft draft) => draft.Options!.Volume.Partitions;

    private static string[] PathOf(params string[] rest) => ["volume", "partitions", .. rest];

    // Logical volumes too.
    private static IEnumerable<(string[] Path, string Name)> Names(ManifestDraft draft) => Partitions(draft).Named.SelectMany(partition =>
        (partition.Value.Lvm?.Volumes.Keys ?? []).Select(volume => (PathOf(partition.Key, "lvm", "volumes", volume), volume)).Prepend((PathOf(partition.Key), partition.Key)));

    private static void RootIsThere(ManifestDraft draft, ManifestChecker check)
    {
        if (!Names(draft).Any(partition => partition.Name == "root"))
            check.Error(PathOf(), ErrorCodes.MissingSetting, "'volume.partitions' lacks the partition 'root'", "add 'root: {filesystem: ext4, size: 4GiB}'");
    }

    private static void NamesAreMountPoints(ManifestDraft draft, ManifestChecker check)
    {
        foreach (var (path, name) in Names(draft))
        {
            if (name.StartsWith('/'))
                check.Error(path, ErrorCodes.BadPartition, $"partition '{name}' begins with a slash", $"write the mount point without it: '{name.TrimStart('/')}'");
            else if (name.Split('/').Any(step => step is "" or "." or ".."))
                check.Error(path, ErrorCodes.BadPartition, $"partition '{name}' is not the path of a mount point", "write it without '.', '..' and double or trailing slashes, as in 'var/tmp'");
            else if (name.Any(char.IsWhiteSpace))
                check.Error(path, ErrorCodes.BadPartition, $"partition '{name}' has a space in its name", "fstab(5) keeps its fields apart by spaces; use another name");
        }
    }

    private static void TableHoldsPartitions(ManifestDraft draft, ManifestChecker check)
    {
        var (type, names) = (Partitions(draft).Type, Partitions(draft).Named.Keys.ToList());
        if (type == "none")
        {
            foreach (var name in names.Where(name => name != "root"))
                check.Error(PathOf(name), ErrorCodes.BadPartition, $"a volume without a partition table holds 'root' only, not '{name}'", "set type to gpt, or remove this partition");
        }
        else if (type == "msdos" && names.Contains("bios"))
        {
            check.Error(PathOf("bios"), ErrorCodes.BadPartition, "an msdos table has no BIOS boot partition", "remove 'bios', or set type to gpt");
        }
    }

    private static void FilesystemsAreSet(ManifestDraft draft, ManifestChecker check)
    {
        foreach (var (name, partition) in Partitions(draft).Named)
        {
            if (WithoutFilesystem.Contains(name))
            {
                if (partition.Filesystem is not null)
                    check.Error(PathOf(name, "filesystem"), ErrorCodes.Conflict, $"partition '{name}' holds no filesystem", "remove this line");
            }
            else if (partition is { Filesystem: null, Lvm: null } && name != "esp")
            {
                check.Error(PathOf(name), ErrorCodes.MissingSetting, $"partition '{name}' lacks the setting 'filesystem'", "add 'filesystem: ext4'");
            }
        }
    }

    private static void SizesCanBeMade(ManifestDraft draft, ManifestChecker check)
    {
        foreach (var (name, partition) in Partitions(draft).Named)
        {
            if (partition.Size.Fixed is not { } size)
            {
                if (name == "swap" && partition.Size.IsAuto)
                    check.Error(PathOf(name), ErrorCodes.BadSize, "a swap partition has no content its size could be fitted to", "add a size such as 'size: 128MiB'");
            }
            else if (size < Granule)
            {
                check.Error(PathOf(name, "size"), ErrorCodes.BadSize, $"partition '{name}' is smaller than 1MiB", "partitions are whole MiB");
            }
            else if (size.RoundDown(Granule) != size)
            {
                check.Error(PathOf(name, "size"), ErrorCodes.BadSize, $"the size '{size}' is not a whole number of MiB", $"use {size.RoundDown(Granule)} or {size.RoundDown(Granule) + Granule}");
            }
        }
    }
}
