using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Test.Testing;
using BootstrapVz.Test.Unit.Manifests;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class RandomLayoutTests
{
    private const int Count = 800;
    private static readonly Bytes Unit = PartitionLayout.Alignment;

    [Fact]
    public void A_layout_is_refused_with_a_place_or_planned_so_that_everything_fits()
    {
        var (refused, planned) = (0, 0);
        for (var seed = 0; seed < Count; seed++)
        {
            var text = RandomManifests.Text(seed);
            using var file = new ManifestFile(text);
            var errors = file.Check().Diagnostics.Where(finding => finding.Severity == Severity.Error).ToList();
            if (errors.Count > 0)
            {
                Assert.All(errors, error => Assert.True(IsLocated(error, text), $"{error.Code} {error.Message} at {error.Location} of\n{text}"));
                refused++;
                continue;
            }

            var plan = LayoutPlanner.Plan(LayoutRequest.For(ManifestReader.Read(file.Path, ManifestFile.Units), "seed"));
            Assert.Empty(plan.Problems);
            var contents = plan.Layout!.Mounted.ToDictionary(p => p.MountPoint!, _ => new TreeContent(40, Bytes.MiB(1)));
            var resolved = SizeResolver.Resolve(plan.Layout, contents);
            // Content that makes one partition larger makes those in percent smaller.
            if (resolved.Layout is null && (plan.Layout.WantedSize is not null || plan.Layout.Partitions.Any(p => p.Group is not null)) && resolved.Problems.All(problem => problem.Message.Contains("too small")))
            {
                refused++;
                continue;
            }

            Assert.True(resolved.Layout is not null, $"{string.Join('\n', resolved.Problems)} in\n{text}");
            Assert.Equal("", Wrong(resolved.Layout) is { Length: > 0 } wrong ? wrong + " in\n" + text : "");
            planned++;
        }

        // Else the test would show less than it says.
        Assert.True(refused > Count / 10 && planned > Count / 4, $"{refused} refused, {planned} planned");
    }

    private static bool IsLocated(Diagnostic error, string text)
    {
        var lines = text.Split('\n');
        return error.Location.Line >= 1 && error.Location.Line <= lines.Length
            && error.Location.Column >= 1 && error.Location.Column <= lines[error.Location.Line - 1].Length && error.Message.Length > 0;
    }

    // One behind the other, in whole extents.
    private static bool LieIn(IReadOnlyList<PlannedPartition> volumes, PlannedPartition partition) =>
        volumes[0].Start == partition.ContentStart + VolumeGroup.MetadataSize && volumes[^1].End <= partition.End
        && volumes.Zip(volumes.Skip(1)).All(pair => pair.First.End == pair.Second.Start)
        && volumes.All(volume => volume.Length > Bytes.Zero && volume.Length.RoundDown(VolumeGroup.Extent) == volume.Length);

    private static string Wrong(PartitionLayout layout)
    {
        var partitions = layout.Partitions;
        var head = layout.Map == PartitionMap.None ? Bytes.Zero : Unit;
        var tail = layout.Map == PartitionMap.Gpt ? Unit : Bytes.Zero;
        var mayEndEarly = layout.WantedSize is not null;
        var gaps = partitions.Zip(partitions.Skip(1), (left, right) => right.Start - left.End - (layout.IsLogical(right) ? Unit : Bytes.Zero));
        if (partitions.Any(p => p.Start.RoundDown(Unit) != p.Start || p.Length.RoundDown(Unit) != p.Length || p.Length <= Bytes.Zero))
            return "a partition is not aligned";
        if (partitions[0].Start != head || (mayEndEarly ? partitions[^1].End + tail > layout.VolumeSize : partitions[^1].End + tail != layout.VolumeSize))
            return "partitions do not fill the volume";
        if (gaps.Any(gap => gap != Bytes.Zero))
            return "partitions overlap or leave gaps";
        if (layout.Leaves.Any(p => p.ContentLength < FilesystemLimits.Smallest(p)))
            return "a filesystem is too small";
        if (partitions.Any(p => p.Group is { } group && !LieIn(group.Volumes, p)))
            return "logical volumes do not fit into their partition";
        if (partitions.Select(p => p.Number).Distinct().Count() != partitions.Count || !partitions.Select(p => p.Role).SequenceEqual(partitions.Select(p => p.Role).Order()))
            return "partitions are out of order";
        var ids = layout.Leaves.Where(p => p.Filesystem is not null).Select(p => p.FilesystemUuid).Concat(partitions.Select(p => p.PartUuid).Where(id => id.Length > 0)).ToList();
        return ids.Distinct().Count() == ids.Count ? "" : "two partitions have the same identifier";
    }
}
