using System.Globalization;
using System.Text;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes.Lvm;

/// <summary>A volume group as the text that LVM keeps on its partition.</summary>
/// <remarks>Source: LVM2's man page vgcfgbackup(8), whose files have the same form, and lib/format_text/export.c.</remarks>
internal static class LvmText
{
    private const string Writer = "bootstrap-vz";
    private const string Partition = "pv0";
    private const int Sector = PartitionLayout.SectorSize;

    /// <summary>Writes it.</summary>
    /// <param name="partition">The partition, opened and placed, with its group.</param>
    /// <param name="epoch">When everything was made, in seconds since 1970.</param>
    public static string Render(PlannedPartition partition, long epoch)
    {
        var group = partition.Group!;
        var extents = (partition.Length - VolumeGroup.MetadataSize).Count / VolumeGroup.Extent.Count;
        var text = new StringBuilder();
        Line($"{group.Name} {{");
        Line($"id = \"{Dashed(group.Uuid)}\"");
        Line($"seqno = 1");
        Line($"format = \"lvm2\"");
        Line($"status = [\"RESIZEABLE\", \"READ\", \"WRITE\"]");
        Line($"flags = []");
        Line($"extent_size = {VolumeGroup.Extent.Count / Sector}");
        Line($"max_lv = 0");
        Line($"max_pv = 0");
        Line($"metadata_copies = 0\n");
        Line($"physical_volumes {{\n");
        Line($"{Partition} {{");
        Line($"id = \"{Dashed(group.PhysicalUuid)}\"");
        Line($"device = \"unknown\""); // a hint only
        Line($"status = [\"ALLOCATABLE\"]");
        Line($"flags = []");
        Line($"dev_size = {partition.Length.Count / Sector}");
        Line($"pe_start = {VolumeGroup.MetadataSize.Count / Sector}");
        Line($"pe_count = {extents}");
        Line($"}}\n}}\n");
        Line($"logical_volumes {{");
        foreach (var volume in group.Volumes)
            AppendVolume(volume);
        Line($"}}\n\n}}");
        Line($"contents = \"Text Format Volume Group\"");
        Line($"version = 1");
        Line($"description = \"\"");
        Line($"creation_host = \"{Writer}\"");
        Line($"creation_time = {epoch}");
        return text.ToString();

        void AppendVolume(PlannedPartition volume)
        {
            Line($"\n{VolumeGroup.VolumeName(volume.Key)} {{");
            Line($"id = \"{Dashed(volume.LvmUuid)}\"");
            Line($"status = [\"READ\", \"WRITE\", \"VISIBLE\"]");
            Line($"flags = []");
            Line($"creation_time = {epoch}");
            Line($"creation_host = \"{Writer}\"");
            Line($"segment_count = 1\n");
            Line($"segment1 {{");
            Line($"start_extent = 0");
            Line($"extent_count = {volume.Length.Count / VolumeGroup.Extent.Count}");
            Line($"type = \"striped\"");
            Line($"stripe_count = 1\n"); // linear
            Line($"stripes = [\n\"{Partition}\", {(volume.Start - partition.Start - VolumeGroup.MetadataSize).Count / VolumeGroup.Extent.Count}\n]");
            Line($"}}\n}}");
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>An identifier as people read it: six characters, five groups of four, six again.</summary>
    public static string Dashed(string uuid) =>
        string.Join('-', uuid[..6], uuid[6..10], uuid[10..14], uuid[14..18], uuid[18..22], uuid[22..26], uuid[26..]);
}
