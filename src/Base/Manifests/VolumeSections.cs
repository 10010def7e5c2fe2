using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Base.Manifests;

/// <summary>Settings under <c>volume</c>.</summary>
public sealed record VolumeOptions
{
    /// <summary>The kind of image file.</summary>
    public required string Backing { get; init; }

    /// <summary>Further kinds of image that are made of the same tree in the same build.</summary>
    [MinLength(1)]
    [Unique]
    [AllowedValues("raw", "qcow2", "vmdk", "vmdk-stream", "vdi", "vhd", "vhd-dynamic", "vhdx", "tar", "folder", "directory")]
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>The volume group, for backing <c>lvm</c>.</summary>
    [RegularExpression("[A-Za-z0-9+_.][A-Za-z0-9+_.-]*")]
    public string? Volumegroup { get; init; }

    /// <summary>The logical volume, for backing <c>lvm</c>.</summary>
    [RegularExpression("[A-Za-z0-9+_.][A-Za-z0-9+_.-]*")]
    public string? Logicalvolume { get; init; }

    /// <summary>The block device to write to, for backing <c>block</c>; <c>--device</c> of the command line gives it too.</summary>
    [RegularExpression(@"/dev/\S+")]
    public string? Device { get; init; }

    /// <summary>The size of the whole volume, which sizes in percent are parts of; without it the volume is as large as its partitions.</summary>
    public Bytes? Size { get; init; }

    /// <summary>The size of a swap file, /swapfile, for images without a swap partition.</summary>
    public Bytes? SwapFile { get; init; }

    /// <summary>The partition table and what is in it.</summary>
    public required PartitionsOptions Partitions { get; init; }
}

/// <summary>Settings under <c>volume.partitions</c>.</summary>
public sealed record PartitionsOptions
{
    /// <summary>The partition table.</summary>
    [AllowedValues("none", "msdos", "gpt")]
    public required string Type { get; init; }

    /// <summary>
    /// The partitions in the manifest's order. <c>root</c> is required; <c>boot</c>, <c>swap</c>, <c>esp</c> and <c>bios</c> have their known
    /// meaning; any other key is the mount point without its leading slash.
    /// </summary>
    [OtherKeys]
    public IReadOnlyDictionary<string, PartitionOptions> Named { get; init; } = new Dictionary<string, PartitionOptions>();
}

/// <summary>One partition.</summary>
public sealed record PartitionOptions
{
    /// <summary>
    /// Its size, for example <c>512MiB</c>; <c>50%</c> is half of what <c>volume.size</c> leaves, <c>auto</c> fits the content plus a margin.
    /// </summary>
    public PartitionSize Size { get; init; } = PartitionSize.Auto;

    /// <summary>Its filesystem; swap and bios need none, and <c>none</c> leaves it empty. squashfs and erofs are compressed and never written to.</summary>
    [AllowedValues("ext2", "ext3", "ext4", "xfs", "btrfs", "squashfs", "erofs", "vfat", "none")]
    public string? Filesystem { get; init; }

    /// <summary>
    /// How it is compressed: squashfs has <c>gzip</c>, <c>lzo</c>, <c>lz4</c>, <c>xz</c> and <c>zstd</c>, its default; erofs <c>lz4</c> and
    /// <c>lz4hc</c>, its default.
    /// </summary>
    [AllowedValues("none", "gzip", "lzo", "lz4", "lz4hc", "xz", "zstd")]
    public string? Compression { get; init; }

    /// <summary>
    /// What a machine may write to although its root filesystem is read-only: everything (<c>overlay</c>, the default), /etc and /var
    /// (<c>state</c>), or nothing. For a root of squashfs, of erofs, or with <c>verity</c>.
    /// </summary>
    [AllowedValues("overlay", "state", "none")]
    public string? Writable { get; init; }

    /// <summary>The partition, by its key, that keeps what is written over a read-only root; without it, it is in memory and gone with the next start.</summary>
    public string? Changes { get; init; }

    /// <summary>Whether every block of the root filesystem is checked when it is read, by dm-verity; the machine starts with the hash of all of them.</summary>
    public bool Verity { get; init; }

    /// <summary>The filesystem's label; its key without one.</summary>
    [RegularExpression("[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9._-])?")]
    public string? Label { get; init; }

    /// <summary>The filesystem's UUID, for vfat a number such as <c>1A2B-3C4D</c>; without it one that follows from the image's name.</summary>
    [RegularExpression("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}")]
    public string? Uuid { get; init; }

    /// <summary>Its name in a GPT; its key without one.</summary>
    [RegularExpression("[A-Za-z0-9]([A-Za-z0-9 ._-]{0,34}[A-Za-z0-9._-])?")]
    public string? Name { get; init; }

    /// <summary>Its unique GUID in a GPT; without it one that follows from the image's name.</summary>
    [RegularExpression("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")]
    public string? Partuuid { get; init; }

    /// <summary>Its type in a GPT; without it the one of the Discoverable Partitions Specification for its mount point.</summary>
    [RegularExpression("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")]
    public string? TypeGuid { get; init; }

    /// <summary>The command that makes the filesystem instead of the built-in one; words may hold {fs}, {device_path} and {size}.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> FormatCommand { get; init; } = [];

    /// <summary>Mount options for fstab.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Mountopts { get; init; } = [];

    /// <summary>Subvolumes of btrfs by their path in the filesystem, for example <c>@home</c>; what lies in none of them is in its top level.</summary>
    public IReadOnlyDictionary<string, SubvolumeOptions> Subvolumes { get; init; } = new Dictionary<string, SubvolumeOptions>();

    /// <summary>The subvolume that is mounted when none is named; the filesystem's top level without one.</summary>
    public string? DefaultSubvolume { get; init; }

    /// <summary>Encrypts it with LUKS2.</summary>
    public EncryptionOptions? Encryption { get; init; }

    /// <summary>Makes it a volume group of LVM, whose logical volumes are partitions of their own.</summary>
    public LvmOptions? Lvm { get; init; }

    /// <summary>Grows to the end of the disk, with its filesystem, whenever the machine starts on a larger one. For the last partition.</summary>
    public bool Grow { get; init; }

    /// <summary>Mode of the mount point, octal.</summary>
    [RegularExpression("[0-7]{3,4}")]
    public string? Mode { get; init; }
}
