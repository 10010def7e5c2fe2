namespace BootstrapVz.Base.Volumes;

/// <summary>
/// Places partitions on the volume. As in the original, the sizes of a manifest are shares of the volume: its size is exactly their
/// sum (rounded up to 1 MiB), and what partition table and boot loader take comes out of the root partition. With a root partition of
/// size <c>auto</c> it is the other way round, and the volume's size follows.
/// </summary>
public static class SizeResolver
{
    private static readonly Bytes Unit = PartitionLayout.Alignment;

    // Debian's GRUB and shim for both places take 12 MiB. OVMF refuses some FAT32 sizes; this one gets a FAT16.
    private static readonly Bytes DefaultEsp = Bytes.MiB(64);

    // msdos tables count sectors in 32 bits.
    private static readonly Bytes LargestMsdos = new((long)uint.MaxValue * PartitionLayout.SectorSize);

    /// <summary>Whether a partition's size follows from the content of the tree.</summary>
    public static bool FollowsContent(PlannedPartition partition) =>
        partition is { Size.Fixed: null, Role: not (PartitionRole.Bios or PartitionRole.Esp or PartitionRole.Swap) };

    /// <summary>Gives every partition its place.</summary>
    /// <param name="layout">A planned layout.</param>
    /// <param name="contents">What each mounted filesystem will hold, by mount point; a missing one counts as empty.</param>
    public static LayoutPlan Resolve(PartitionLayout layout, IReadOnlyDictionary<string, TreeContent> contents)
    {
        var problems = new List<LayoutProblem>();
        var head = layout.Map == PartitionMap.None ? Bytes.Zero : Unit;
        var tail = layout.Map == PartitionMap.Gpt ? Unit : Bytes.Zero; // 33 sectors for the backup table: UEFI specification 2.10, section 5.3.1
        var others = layout.Partitions.Where(p => p.Role != PartitionRole.Root).ToDictionary(p => p, p => Length(p, contents));
        var outside = others.Values.Aggregate(head + tail, (sum, length) => sum + length) + Unit * layout.Partitions.Count(layout.IsLogical);
        var root = layout.Root;
        Bytes volume;
        if (root.Size.Fixed is { } share)
        {
            volume = others.Where(o => !o.Key.Implied).Aggregate(share, (sum, other) => sum + (other.Key.Size.Fixed ?? other.Value)).RoundUp(Unit);
            if (volume - outside < FilesystemLimits.Smallest(root))
            {
                problems.Add(new(SizeOf(root), $"'{share}' is too small for a root partition",
                    $"partition table and boot loader take {outside - (volume - share)} of it, and '{root.Filesystem}' needs {FilesystemLimits.Smallest(root)}"));
                return new(null, problems);
            }
        }
        else
        {
            volume = outside + Length(root, contents);
        }

        var placed = new List<PlannedPartition>();
        var start = head;
        foreach (var partition in layout.Partitions)
        {
            if (layout.IsLogical(partition))
                start += Unit;
            var length = partition == root ? volume - outside : others[partition];
            placed.Add(partition with { Start = start, Length = length });
            start += length;
        }

        if (layout.Map == PartitionMap.Msdos && volume > LargestMsdos)
            problems.Add(new(["volume", "partitions", "type"], $"an 'msdos' table reaches to 2TiB, and the volume has '{volume}'", "use 'type: gpt'"));
        foreach (var partition in placed)
            Check(partition, contents, problems);
        return problems.Count > 0 ? new(null, problems) : new(layout with { Partitions = placed, VolumeSize = volume }, []);
    }

    private static Bytes Length(PlannedPartition partition, IReadOnlyDictionary<string, TreeContent> contents) => partition switch
    {
        { Size.Fixed: { } size } => size.RoundUp(Unit),
        { Role: PartitionRole.Bios } => Unit,
        { Role: PartitionRole.Esp } => DefaultEsp,
        _ => FilesystemLimits.Fitting(partition, Content(partition, contents)),
    };

    private static TreeContent Content(PlannedPartition partition, IReadOnlyDictionary<string, TreeContent> contents) =>
        contents.GetValueOrDefault(partition.MountPoint ?? "", TreeContent.Empty);

    private static void Check(PlannedPartition partition, IReadOnlyDictionary<string, TreeContent> contents, List<LayoutProblem> problems)
    {
        var smallest = FilesystemLimits.Smallest(partition);
        if (partition.Size.Fixed is { } size && size < smallest && partition.Role != PartitionRole.Root)
        {
            problems.Add(new(SizeOf(partition), $"'{size}' is too small for {partition.Filesystem ?? "the boot loader"}", $"it needs at least {smallest}"));
            return;
        }

        if (partition.MountPoint is null)
            return;
        var content = Content(partition, contents);
        var usable = FilesystemLimits.Usable(partition, partition.Length, content);
        if (usable < content.Data)
        {
            problems.Add(new(SizeOf(partition),
                $"'{partition.Size}' is too small: '{partition.MountPoint}' holds {Rounded(content.Data)}, and the filesystem has room for {Rounded(usable)}",
                $"{Rounded(content.Data - usable)} are missing; give it more, or 'auto'"));
        }
    }

    private static Bytes Rounded(Bytes size) => size.RoundUp(Unit);

    private static IReadOnlyList<string> SizeOf(PlannedPartition partition) =>
        partition.Implied ? ["volume", "partitions"] : ["volume", "partitions", partition.Key, "size"];
}
