using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Base.Manifests;

/// <summary>Settings under <c>encryption</c> of a partition.</summary>
public sealed record EncryptionOptions
{
    /// <summary>A passphrase that opens it; unless there is a key too, it is asked for on the console when the machine starts.</summary>
    public Secret? Passphrase { get; init; }

    /// <summary>
    /// What a key file in the image holds, which opens it when the machine starts; for the root filesystem it is in the initramfs, for all who can read
    /// that.
    /// </summary>
    public Secret? Key { get; init; }

    /// <summary>How it is opened when the machine starts, where both are given; with <c>prompt</c> the key is not in the image.</summary>
    [AllowedValues("prompt", "key_file")]
    public string? Unlock { get; init; }
}

/// <summary>Settings under <c>lvm</c> of a partition, which make it a volume group.</summary>
public sealed record LvmOptions
{
    /// <summary>The volume group's name.</summary>
    [RegularExpression("[A-Za-z0-9_][A-Za-z0-9+_.-]{0,63}")]
    public required string Group { get; init; }

    /// <summary>
    /// The logical volumes, named as partitions are. They have the same settings but those of a partition table, <c>grow</c>, <c>encryption</c>
    /// and <c>lvm</c>; percentages are parts of the group.
    /// </summary>
    [MinLength(1)]
    public required IReadOnlyDictionary<string, PartitionOptions> Volumes { get; init; }
}

/// <summary>A subvolume of btrfs.</summary>
public sealed record SubvolumeOptions
{
    /// <summary>
    /// Where it is mounted, a path on the partition, whose content it gets. Without one it has no line in fstab: a subvolume in another is seen
    /// there, with the content of that directory, and any other is empty.
    /// </summary>
    [RegularExpression(@"/[^\s'\\]*")]
    public string? Mount { get; init; }

    /// <summary>Mount options for fstab; those of the partition without them.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Mountopts { get; init; } = [];

    /// <summary>Whether files are copied when they are written to; <c>false</c> for databases and machine images, whose files then have no checksums.</summary>
    public bool CopyOnWrite { get; init; } = true;
}
