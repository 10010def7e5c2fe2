using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>What GRUB calls things.</summary>
internal static class GrubNames
{
    public static string Filesystem(PlannedPartition partition) => partition switch
    {
        { IsExt: true } => "ext2",
        { Filesystem: "vfat" } => "fat",
        _ => partition.Filesystem ?? "",
    };

    public static string Table(PartitionLayout layout) => layout.Map == PartitionMap.Gpt ? "gpt" : "msdos";
}
