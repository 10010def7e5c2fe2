namespace BootstrapVz.Base.Volumes;

/// <summary>
/// A volume as pure data: known before anything is built, but for sizes that were left to the content. Identifiers follow from the
/// build's seed, so fstab and boot loader can name filesystems that do not exist yet.
/// </summary>
public sealed record PartitionLayout
{
    /// <summary>Every partition starts at a multiple of this; storage of today wants no less.</summary>
    public static readonly Bytes Alignment = Bytes.MiB(1);

    /// <summary>Sector size of every image file.</summary>
    public const int SectorSize = 512;

    /// <summary>The partition table.</summary>
    public required PartitionMap Map { get; init; }

    /// <summary>What starts the kernel, by its word in manifests: <see cref="Bootloaders"/>.</summary>
    public required string Bootloader { get; init; }

    /// <summary>The firmware GRUB is installed for.</summary>
    public required Firmware Firmware { get; init; }

    /// <summary>Debian's name of the machine's architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>The disk's GUID in a GPT.</summary>
    public required Guid DiskGuid { get; init; }

    /// <summary>The disk's number in an msdos table.</summary>
    public required uint DiskNumber { get; init; }

    /// <summary>The partitions in the order they lie on the volume.</summary>
    public required IReadOnlyList<PlannedPartition> Partitions { get; init; }

    /// <summary>Everything a filesystem may be in: the partitions, and in place of a volume group's partition its logical volumes.</summary>
    public IReadOnlyList<PlannedPartition> Leaves => [.. Partitions.SelectMany(p => p.Group?.Volumes ?? [p])];

    /// <summary>Size of the whole volume, a multiple of 1 MiB; zero until sizes are resolved.</summary>
    public Bytes VolumeSize { get; init; }

    /// <summary>The size the manifest gives the whole volume, or null.</summary>
    public Bytes? WantedSize { get; init; }

    /// <summary>The swap file in the root filesystem, or null.</summary>
    public SwapFile? SwapFile { get; init; }

    /// <summary>The folders of a read-only root filesystem that a machine may write to, through an overlay: <c>/</c> alone, some, or none.</summary>
    public IReadOnlyList<string> Overlays { get; init; } = [];

    /// <summary>Whether the whole root filesystem lies below an overlay.</summary>
    public bool IsOverlaid => Overlays.Contains("/");

    /// <summary>Whether everything that a machine writes to its root filesystem, if it may, is gone with the next start.</summary>
    public bool Forgets => Root.IsReadOnly && Find(PartitionRole.Changes) is null;

    /// <summary>Whether start and length of every partition are known.</summary>
    public bool IsResolved => VolumeSize > Bytes.Zero;

    /// <summary>The root partition.</summary>
    public PlannedPartition Root => Leaves.Single(p => p.Role == PartitionRole.Root);

    /// <summary>The partition that holds /boot: one of its own, or the root partition.</summary>
    public PlannedPartition Boot => Leaves.FirstOrDefault(p => p.MountPoint == "/boot") ?? Root;

    /// <summary>The partition with a role, or null.</summary>
    public PlannedPartition? Find(PartitionRole role) => Partitions.FirstOrDefault(p => p.Role == role);

    /// <summary>Where the extended partition of an msdos table lies, which holds the logical ones; null when there is none.</summary>
    public (Bytes Start, Bytes Length)? Extended =>
        Partitions.FirstOrDefault(IsLogical) is { } first ? (first.Start - Alignment, Partitions[^1].End - first.Start + Alignment) : null;

    /// <summary>Whether a partition of an msdos table lies in the extended one; before it is 1 MiB, whose first sector has its table.</summary>
    public bool IsLogical(PlannedPartition partition) => Map == PartitionMap.Msdos && partition.Number > 4;

    /// <summary>Partitions mounted somewhere, parents before what is mounted in them.</summary>
    public IReadOnlyList<PlannedPartition> Mounted =>
        [.. Leaves.Where(p => p.MountPoint is not null).OrderBy(p => Depth(p.MountPoint!)).ThenBy(p => p.Number)];

    /// <summary>Everything that is mounted, parents before what is mounted in them: partitions, or subvolumes of btrfs.</summary>
    public IReadOnlyList<PlannedMount> Mounts() =>
    [
        .. Mounted.SelectMany(p => p.Subvolumes.Count == 0
                ? [new(p, null, p.MountPoint!)]
                : p.Subvolumes.Where(s => s.MountPoint is not null).Select(s => new PlannedMount(p, s, s.MountPoint!)))
            .OrderBy(mount => Depth(mount.Path)),
    ];

    /// <summary>The mount that a path of the image lies on.</summary>
    public PlannedMount MountOf(string path) => Mounts().Last(mount => Contains(mount.Path, path));

    /// <summary>Mount points right below a partition's own: what its filesystem holds only an empty directory of.</summary>
    /// <returns>Absolute paths of the image.</returns>
    public IReadOnlyList<string> MountPointsIn(PlannedPartition partition) =>
        [.. Mounted.Where(p => p != partition && Holder(p.MountPoint!, excluding: p) == partition).Select(p => p.MountPoint!)];

    /// <summary>The partition that a path of the image lies on.</summary>
    public PlannedPartition Holding(string path) => Holder(path, excluding: null) ?? Root;

    /// <summary>The partition that a leaf is, or lies in.</summary>
    public PlannedPartition PartitionOf(PlannedPartition leaf) => Partitions.First(p => p.Key == leaf.Key || p.Group?.Volumes.Any(v => v.Key == leaf.Key) == true);

    /// <summary>The layout with everything in it changed, volume groups and their partitions too.</summary>
    public PartitionLayout With(Func<PlannedPartition, PlannedPartition> change) =>
        this with { Partitions = [.. Partitions.Select(p => change(p with { Group = p.Group?.With(change) }))] };

    /// <summary>How GRUB names a partition of the first disk: <c>gpt3</c>, <c>msdos1</c>.</summary>
    public string GrubName(PlannedPartition partition) => (Map == PartitionMap.Gpt ? "gpt" : "msdos") + partition.Number;

    private static int Depth(string mountPoint) => mountPoint == "/" ? 0 : mountPoint.Count(c => c == '/');

    private static bool Contains(string mountPoint, string path) =>
        mountPoint == "/" || path == mountPoint || path.StartsWith(mountPoint + "/", StringComparison.Ordinal);

    private PlannedPartition? Holder(string path, PlannedPartition? excluding) =>
        Leaves.Where(p => p != excluding && p.MountPoint is not null && Contains(p.MountPoint, path))
            .MaxBy(p => p.MountPoint == "/" ? 0 : p.MountPoint!.Length);
}

/// <summary>A file that is swapped to.</summary>
/// <param name="Size">Its size.</param>
/// <param name="Uuid">Its identifier, as a swap partition has one.</param>
public sealed record SwapFile(Bytes Size, string Uuid)
{
    /// <summary>Where it is in the image.</summary>
    public const string Path = "/swapfile";
}
