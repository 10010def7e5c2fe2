using System.ComponentModel.DataAnnotations;

namespace BootstrapVz.Plugins.ExpandRoot;

/// <summary>Settings under <c>plugins.expand_root</c>; all of them are found out where they are not given.</summary>
public sealed record ExpandRootOptions
{
    /// <summary>The root filesystem, which has to be what the volume says.</summary>
    [AllowedValues("ext2", "ext3", "ext4", "xfs", "btrfs")]
    public string? FilesystemType { get; init; }

    /// <summary>The disk. The machine finds out itself which one it started from, so this changes nothing.</summary>
    [RegularExpression(@"/dev/\S+")]
    public string? RootDevice { get; init; }

    /// <summary>The root partition's number. The machine finds it out too; one that is not the volume's is warned about.</summary>
    [Range(1, 128)]
    public int? RootPartition { get; init; }
}
