namespace BootstrapVz.Base.Volumes;

/// <summary>One subvolume of a btrfs filesystem, or its top level.</summary>
public sealed record PlannedSubvolume
{
    /// <summary>Its path in the filesystem, without a slash at the start; empty for the top level.</summary>
    public required string Name { get; init; }

    /// <summary>The subvolume it lies in; null for the top level.</summary>
    public string? Parent { get; init; }

    /// <summary>Its path in <see cref="Parent"/>, with a slash at the start; empty for the top level.</summary>
    public string PathInParent { get; init; } = "";

    /// <summary>The directory of the image that it is seen as in <see cref="Parent"/>; null when that has no place in the image.</summary>
    public string? SeenAt { get; init; }

    /// <summary>Where it is mounted; null when it is not.</summary>
    public string? MountPoint { get; init; }

    /// <summary>The directory of the image whose content it gets: its mount point, or where it is seen in another; null when it is empty.</summary>
    public string? Place => MountPoint ?? SeenAt;

    /// <summary>Mount options for fstab; empty for the default.</summary>
    public IReadOnlyList<string> MountOptions { get; init; } = [];

    /// <summary>Whether files are copied when they are written to, and have checksums.</summary>
    public bool CopyOnWrite { get; init; } = true;

    /// <summary>Whether it is what is mounted when no subvolume is named.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The mount option that names it; null for the top level.</summary>
    public string? MountOption => Name.Length == 0 ? null : "subvol=" + Name;
}

/// <summary>Something that is mounted.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Subvolume">The part of its filesystem; null when it is no btrfs.</param>
/// <param name="Path">Where.</param>
public sealed record PlannedMount(PlannedPartition Partition, PlannedSubvolume? Subvolume, string Path)
{
    /// <summary>Mount options for fstab, without the one that names the subvolume; empty for the default.</summary>
    public IReadOnlyList<string> Options => Subvolume is { MountOptions.Count: > 0 } ? Subvolume.MountOptions : Partition.MountOptions;

    /// <summary>What is mounted, as a path of the whole filesystem; empty when that is its top.</summary>
    public string Prefix => Subvolume is { Name.Length: > 0 } ? "/" + Subvolume.Name : "";

    /// <summary>A path below the mount point as the whole filesystem has it.</summary>
    public string PathInFilesystem(string path) => Prefix + path[(Path == "/" ? 0 : Path.Length)..];
}
