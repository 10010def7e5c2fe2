namespace BootstrapVz.Base.Volumes;

/// <summary>
/// Places partitions on the volume. As in the original, the sizes of a manifest are shares of the volume: its size is exactly their
/// sum (rounded up to 1 MiB), and what partition table and boot loader take comes out of the root partition. With a root partition of
/// size <c>auto</c> it is the other way round, and the volume's size follows. Where the manifest gives the volume's size, every size is the
/// partition's own, and percentages share what is left.
/// </summary>
public static class SizeResolver
{
    private static readonly Bytes Unit = PartitionLayout.Alignment;

    // msdos tables count sectors in 32 bits.
    private static readonly Bytes LargestMsdos = new((long)uint.MaxValue * PartitionLayout.SectorSize);

    /// <summary>Whether a partition's size follows from the content of the tree.</summary>
    public static bool FollowsContent(PlannedPartition partition) =>
        partition is { Group: null, Size.IsAuto: true, Role: not (PartitionRole.Bios or PartitionRole.Esp or PartitionRole.Swap or PartitionRole.Verity) };

    /// <summary>Gives every partition its place.</summary>
    /// <param name="layout">A planned layout.</param>
    /// <param name="contents">What each mounted filesystem will hold, by mount point; a missing one counts as empty.</param>
    public static LayoutPlan Resolve(PartitionLayout layout, IReadOnlyDictionary<string, TreeContent> contents)
    {
        var problems = new List<LayoutProblem>();
        var head = layout.Map == PartitionMap.None ? Bytes.Zero : Unit;
        var tail = layout.Map == PartitionMap.Gpt ? Unit : Bytes.Zero; // 33 sectors for the backup table: UEFI specification 2.10, section 5.3.1
        var table = head + tail + Unit * layout.Partitions.Count(layout.IsLogical);
        var lengths = layout.Partitions.Where(p => p.Size.Percent is null).ToDictionary(p => p, p => Length(p, layout, contents));
        var volume = layout.WantedSize is { } wanted
            ? Share(layout, wanted, table, lengths, problems)
            : AddUp(layout, table, lengths, problems);
        if (problems.Count > 0)
            return new(null, problems);

        var placed = new List<PlannedPartition>();
        var start = head;
        foreach (var partition in layout.Partitions)
        {
            if (layout.IsLogical(partition))
                start += Unit;
            var here = partition with { Start = start, Length = lengths[partition] };
            placed.Add(here.Group is null ? here : VolumeGroupSizes.Place(here, volume => Length(volume, layout, contents), problems));
            start += lengths[partition];
        }

        if (layout.Map == PartitionMap.Msdos && volume > LargestMsdos)
            problems.Add(new(["volume", "partitions", "type"], $"an 'msdos' table reaches to 2TiB, and the volume has '{volume}'", "use 'type: gpt'"));
        if (problems.Count > 0)
            return new(null, problems);
        var resolved = layout with { Partitions = placed, VolumeSize = volume };
        foreach (var leaf in resolved.Leaves)
            Check(leaf, layout, contents, problems);
        return problems.Count > 0 ? new(null, problems) : new(resolved, []);
    }

    /// <summary>Space for packages in all filesystems together, when every size is given.</summary>
    /// <param name="layout">A planned layout.</param>
    public static Bytes Room(PartitionLayout layout) => Resolve(layout, new Dictionary<string, TreeContent>()).Layout is { } placed
        ? Sum(placed.Mounted.Select(partition => FilesystemLimits.Usable(partition, partition.ContentLength, TreeContent.Empty))) - (layout.SwapFile?.Size ?? Bytes.Zero)
        : Bytes.Zero;

    private static Bytes AddUp(PartitionLayout layout, Bytes table, Dictionary<PlannedPartition, Bytes> lengths, List<LayoutProblem> problems)
    {
        var root = layout.PartitionOf(layout.Root);
        var outside = Sum(lengths.Where(p => p.Key != root).Select(p => p.Value)) + table;
        if (root.Size.Fixed is not { } share)
            return outside + lengths[root];
        var volume = (share + Sum(lengths.Where(p => p.Key != root && !p.Key.Implied).Select(p => p.Key.Size.Fixed ?? p.Value))).RoundUp(Unit);
        lengths[root] = volume - outside;
        var smallest = FilesystemLimits.Smallest(root) + root.Overhead;
        if (lengths[root] < smallest)
        {
            problems.Add(new(SizeOf(root), $"'{share}' is too small for a root partition",
                $"partition table and boot loader take {outside - (volume - share)} of it, and '{root.Filesystem ?? "LVM"}' needs {smallest}"));
        }

        return volume;
    }

    // Every part is one of the same rest, whatever the order.
    private static Bytes Share(PartitionLayout layout, Bytes volume, Bytes table, Dictionary<PlannedPartition, Bytes> lengths, List<LayoutProblem> problems)
    {
        var rest = volume - table - Sum(lengths.Values);
        if (rest < Bytes.Zero)
            problems.Add(new(["volume", "size"], $"'{volume}' is too small: partition table and partitions take {volume - rest}"));
        foreach (var partition in layout.Partitions.Where(p => p.Size.Percent is not null))
            lengths[partition] = new Bytes(rest.Count * partition.Size.Percent!.Value / 100).RoundDown(Unit);
        return volume;
    }

    private static Bytes Sum(IEnumerable<Bytes> sizes) => sizes.Aggregate(Bytes.Zero, (sum, size) => sum + size);

    private static Bytes Length(PlannedPartition partition, PartitionLayout layout, IReadOnlyDictionary<string, TreeContent> contents) => partition switch
    {
        { Size.Fixed: { } size } => size.RoundUp(Unit),
        { Role: PartitionRole.Bios } => Unit,
        // A part of the volume is known last; the whole volume is more than enough.
        { Role: PartitionRole.Verity } => VerityTree.SizeFor(layout.Root.Size.Percent is null ? Length(layout.Root, layout, contents) : layout.WantedSize!.Value),
        { Group: { } group } => partition.Overhead + VolumeGroupSizes.Needed(group, volume => Length(volume, layout, contents)),
        _ => partition.Overhead + FilesystemLimits.Fitting(partition, Content(partition, layout, contents)),
    };

    private static TreeContent Content(PlannedPartition partition, PartitionLayout layout, IReadOnlyDictionary<string, TreeContent> contents)
    {
        var content = contents.GetValueOrDefault(partition.MountPoint ?? "", TreeContent.Empty);
        return partition.Role == PartitionRole.Root && layout.SwapFile is { } swap ? new(content.Inodes + 1, content.Data + swap.Size) : content;
    }

    private static void Check(PlannedPartition partition, PartitionLayout layout, IReadOnlyDictionary<string, TreeContent> contents, List<LayoutProblem> problems)
    {
        var smallest = FilesystemLimits.Smallest(partition) + partition.Overhead;
        if (partition.Length < smallest)
        {
            var what = partition.Size.Percent is null ? "" : $", which is {partition.Length},";
            problems.Add(new(SizeOf(partition), $"'{partition.Size}'{what} is too small for {partition.Filesystem ?? "a partition"}", $"it needs at least {smallest}"));
            return;
        }

        if (partition.MountPoint is null)
            return;
        var content = Content(partition, layout, contents);
        var usable = FilesystemLimits.Usable(partition, partition.ContentLength, content);
        if (usable < content.Data)
        {
            problems.Add(new(SizeOf(partition),
                $"'{partition.Size}' is too small: '{partition.MountPoint}' holds {Rounded(content.Data)}, and the filesystem has room for {Rounded(usable)}",
                $"{Rounded(content.Data - usable)} are missing; give it more, or 'auto'"));
        }
    }

    private static Bytes Rounded(Bytes size) => size.RoundUp(Unit);

    private static IReadOnlyList<string> SizeOf(PlannedPartition partition) =>
        partition.Implied ? ["volume", "partitions"] : [.. partition.Setting, "size"];
}
