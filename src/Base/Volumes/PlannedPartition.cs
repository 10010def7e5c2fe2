namespace BootstrapVz.Base.Volumes;

/// <summary>One partition as it will be written.</summary>
public sealed record PlannedPartition
{
    /// <summary>What it is for.</summary>
    public required PartitionRole Role { get; init; }

    /// <summary>Its key in the manifest; <c>bios</c> or <c>esp</c> when it was added for the boot loader.</summary>
    public required string Key { get; init; }

    /// <summary>Its place in the partition table, counted from 1, logical ones of an msdos table from 5; 0 when there is no table, and for a logical volume of LVM.</summary>
    public required int Number { get; init; }

    /// <summary>Whether it is not in the manifest but needed by the boot loader; its space comes out of the root partition's.</summary>
    public bool Implied { get; init; }

    /// <summary>The size that was asked for.</summary>
    public required PartitionSize Size { get; init; }

    /// <summary>Where it is mounted; null for swap, the BIOS boot partition and those left empty.</summary>
    public string? MountPoint { get; init; }

    /// <summary>Whether it grows to the end of the disk when the machine starts.</summary>
    public bool Grows { get; init; }

    /// <summary>Its first byte on the volume; zero until sizes are resolved.</summary>
    public Bytes Start { get; init; }

    /// <summary>How long it is; zero until sizes are resolved.</summary>
    public Bytes Length { get; init; }

    /// <summary>The byte after its last one.</summary>
    public Bytes End => Start + Length;

    /// <summary>The container it is; null when it is not encrypted.</summary>
    public Encryption? Encryption { get; init; }

    /// <summary>The volume group it holds instead of a filesystem, or null.</summary>
    public VolumeGroup? Group { get; init; }

    /// <summary>LVM's identifier of a logical volume; empty for a partition.</summary>
    public string LvmUuid { get; init; } = "";

    /// <summary>The device it is for the kernel when it is no plain partition: an opened container, a logical volume or a verified filesystem; else null.</summary>
    public string? MappedDevice { get; init; }

    /// <summary>What comes before its content.</summary>
    public Bytes Overhead => Encryption is null ? Bytes.Zero : Encryption.HeaderSize;

    /// <summary>The first byte of its content.</summary>
    public Bytes ContentStart => Start + Overhead;

    /// <summary>How much room its content has.</summary>
    public Bytes ContentLength => Length - Overhead;

    /// <summary>Where the manifest has it.</summary>
    public required IReadOnlyList<string> Setting { get; init; }

    /// <summary>Its GPT type.</summary>
    public Guid TypeGuid { get; init; }

    /// <summary>Its msdos type.</summary>
    public byte TypeByte { get; init; }

    /// <summary>Whether the msdos table marks it active, or the GPT as legacy BIOS bootable.</summary>
    public bool Bootable { get; init; }

    /// <summary>Its unique GUID in a GPT.</summary>
    public Guid UniqueGuid { get; init; }

    /// <summary>Its PARTUUID as blkid(8) gives it.</summary>
    public string PartUuid { get; init; } = "";

    /// <summary>Its name in a GPT, of up to 36 characters: UEFI specification 2.10, section 5.3.3.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>ext4</c>, <c>vfat</c>, <c>swap</c> and so on; null for the BIOS boot partition, a volume group and those left empty.</summary>
    public string? Filesystem { get; init; }

    /// <summary>The filesystem's UUID as blkid(8) and fstab(5) write it; a short serial number for vfat.</summary>
    public string FilesystemUuid { get; init; } = "";

    /// <summary>Seed of ext directory hashes and salt of a verity tree, which would be random otherwise.</summary>
    public Guid HashSeed { get; init; }

    /// <summary>The filesystem's label, cut to what the filesystem can hold.</summary>
    public string Label { get; init; } = "";

    /// <summary>The command that makes the filesystem; empty for the built-in one.</summary>
    public IReadOnlyList<string> FormatCommand { get; init; } = [];

    /// <summary>Mount options for fstab; empty for the default.</summary>
    public IReadOnlyList<string> MountOptions { get; init; } = [];

    /// <summary>The top level of btrfs and its subvolumes, each before those in it; empty for other filesystems.</summary>
    public IReadOnlyList<PlannedSubvolume> Subvolumes { get; init; } = [];

    /// <summary>How squashfs or erofs is compressed; empty for the others.</summary>
    public string Compression { get; init; } = "";

    /// <summary>Whether the kernel checks every block of it against a hash: it is reached as <see cref="VerityTree.Device"/>.</summary>
    public bool HasVerity { get; init; }

    /// <summary>Mode of the mount point, or null to leave it.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>It as whoever has opened it sees it.</summary>
    public PlannedPartition Opened() => this with { Start = ContentStart, Length = ContentLength, Encryption = null };

    /// <summary>Whether this filesystem is extended from ext2.</summary>
    public bool IsExt => Filesystem is "ext2" or "ext3" or "ext4";

    /// <summary>Whether this filesystem is made in one piece, as large as its content, and never written to.</summary>
    public bool IsPacked => Packing.IsPacked(Filesystem);

    /// <summary>Whether a machine cannot write to it.</summary>
    public bool IsReadOnly => IsPacked || HasVerity;

    /// <summary>How fstab(5) and the kernel's command line name the filesystem. GRUB and blkid(8) know no UUID of some packed ones.</summary>
    public string Source => this switch
    {
        { MappedDevice: { } device } => device,
        { IsPacked: true, PartUuid.Length: > 0 } => "PARTUUID=" + PartUuid,
        _ => "UUID=" + FilesystemUuid,
    };
}
