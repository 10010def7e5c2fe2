namespace BootstrapVz.Base.Volumes;

/// <summary>Places logical volumes in the partition that holds their group, one behind the other.</summary>
internal static class VolumeGroupSizes
{
    /// <summary>What the group takes at least: its metadata, and every volume whose size is not a part of it.</summary>
    public static Bytes Needed(VolumeGroup group, Func<PlannedPartition, Bytes> length) =>
        Lengths(group, length).Values.Aggregate(VolumeGroup.MetadataSize, (sum, size) => sum + size);

    /// <summary>The partition with its volumes in their places.</summary>
    /// <param name="partition">The partition, placed.</param>
    /// <param name="length">The length of a volume whose size is not a part of the group.</param>
    /// <param name="problems">Gets what does not fit.</param>
    public static PlannedPartition Place(PlannedPartition partition, Func<PlannedPartition, Bytes> length, List<LayoutProblem> problems)
    {
        var group = partition.Group!;
        var lengths = Lengths(group, length);
        var needed = Needed(group, length);
        var rest = (partition.ContentLength - VolumeGroup.MetadataSize).RoundDown(VolumeGroup.Extent) - needed + VolumeGroup.MetadataSize;
        if (rest < Bytes.Zero)
        {
            problems.Add(new([.. partition.Setting, "size"], $"'{partition.Size}' is too small: the volume group '{group.Name}' takes {needed + partition.Overhead}", "give it more, or 'auto'"));
            return partition;
        }

        foreach (var volume in group.Volumes.Where(volume => volume.Size.Percent is not null))
            lengths[volume.Key] = new Bytes(rest.Count * volume.Size.Percent!.Value / 100).RoundDown(VolumeGroup.Extent);
        var start = partition.ContentStart + VolumeGroup.MetadataSize;
        var placed = new List<PlannedPartition>();
        foreach (var volume in group.Volumes)
        {
            placed.Add(volume with { Start = start, Length = lengths[volume.Key] });
            start = placed[^1].End;
        }

        return partition with { Group = group with { Volumes = placed } };
    }

    private static Dictionary<string, Bytes> Lengths(VolumeGroup group, Func<PlannedPartition, Bytes> length) =>
        group.Volumes.Where(volume => volume.Size.Percent is null).ToDictionary(volume => volume.Key, volume => length(volume).RoundUp(VolumeGroup.Extent));
}
