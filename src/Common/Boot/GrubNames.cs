using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Volumes.Lvm;

namespace BootstrapVz.Common.Boot;

/// <summary>What GRUB calls things.</summary>
internal static class GrubNames
{
    public static string Filesystem(PlannedPartition partition) => partition switch
    {
        { IsExt: true } => "ext2",
        { Filesystem: "vfat" } => "fat",
        { Filesystem: "squashfs" } => "squash4",
        _ => partition.Filesystem ?? "",
    };

    /// <summary>What it needs beside filesystem and table to read a filesystem; its grub-probe(8) calls it so.</summary>
    public static string Abstraction(PartitionLayout layout, PlannedPartition leaf) => layout.PartitionOf(leaf) switch
    {
        { Encryption: not null, Group: not null } => "cryptodisk luks2 lvm",
        { Encryption: not null } => "cryptodisk luks2",
        { Group: not null } => "lvm",
        _ => "",
    };

    /// <summary>The place of a filesystem, if it is on the first disk.</summary>
    public static string Place(PartitionLayout layout, PlannedPartition leaf) => layout.PartitionOf(leaf).Group is { } group
        ? $"lvmid/{LvmText.Dashed(group.Uuid)}/{LvmText.Dashed(leaf.LvmUuid)}"
        : "hd0," + layout.GrubName(leaf);

    public static string Table(PartitionLayout layout) => layout.Map == PartitionMap.Gpt ? "gpt" : "msdos";
}
