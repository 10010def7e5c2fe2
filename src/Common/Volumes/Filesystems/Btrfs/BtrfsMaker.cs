using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>Makes a btrfs filesystem with its content, without mounting it: every tree at once from all that is in it.</summary>
internal static class BtrfsMaker
{
    /// <summary>Writes the filesystem of a job to its place, which is a hole so far.</summary>
    /// <exception cref="Base.Errors.BuildException">It is too small, or something cannot be kept; the message names it.</exception>
    public static void Make(FilesystemJob job, CancellationToken ct)
    {
        var partition = job.Partition;
        var disk = new BtrfsDisk(job.Image, partition.Start.Count, new(partition.FilesystemUuid));
        var space = new BtrfsSpace(partition.Length.Count);
        var content = new BtrfsContent(disk, space);
        var subvolumes = partition.Subvolumes.Select((plan, index) => new BtrfsSubvolume(index, plan, BtrfsSources.Of(job, plan))).ToList();
        foreach (var subvolume in subvolumes)
        {
            var swapFile = subvolume.Plan.Place == "/" ? job.SwapFile : null;
            subvolume.Fill(content, [.. subvolumes.Where(child => child.Plan.Parent == subvolume.Plan.Name)], BtrfsSources.Emptied(job, subvolume.Plan), swapFile, job.Epoch, ct);
        }

        Finish(disk, space, subvolumes, content.Sums(), job);
    }

    // The trees tell where the trees are: they are made again until none needs more nodes than it was given a place for.
    private static void Finish(BtrfsDisk disk, BtrfsSpace space, IReadOnlyList<BtrfsSubvolume> subvolumes, BtrfsTree sums, FilesystemJob job)
    {
        BtrfsTree[] finished = [.. subvolumes.Select(subvolume => subvolume.Tree), sums, BtrfsRoots.Uuids(disk, subvolumes), BtrfsRoots.Relocation(job.Epoch)];
        BtrfsTree[] trees = [.. finished, new(BtrfsObject.DeviceTree), new(BtrfsObject.FreeSpaceTree), new(BtrfsObject.ExtentTree), new(BtrfsObject.RootTree)];
        for (; ; )
        {
            var metadata = space.Metadata(trees.Sum(tree => (long)tree.NodeCount) * BtrfsTree.NodeSize);
            Place(trees, metadata);
            var chunkTree = BtrfsAllocation.Chunks(disk, space, [space.System, .. space.Data(), metadata]);
            chunkTree.Place(space.System.Start);
            var system = space.System with { Used = (long)chunkTree.NodeCount * BtrfsTree.NodeSize };
            BtrfsChunk[] chunks = [system, .. space.Data(), metadata];
            BtrfsTree[] next =
            [
                .. finished,
                BtrfsAllocation.Devices(disk, chunks),
                BtrfsAllocation.FreeSpace(chunks),
                BtrfsAllocation.Extents(chunks, [chunkTree, .. trees], subvolumes),
                BtrfsRoots.Roots(disk, trees, subvolumes, job.Epoch),
            ];
            Place(next, metadata);
            if (next.Zip(trees).All(pair => pair.First.Levels.SequenceEqual(pair.Second.Levels)))
            {
                foreach (var tree in next)
                    tree.Write(disk, metadata);
                chunkTree.Write(disk, system);
                new BtrfsSuper(disk, space, job.Partition).Write(chunks, chunkTree, next[^1]);
                return;
            }

            trees = next;
        }
    }

    private static void Place(IEnumerable<BtrfsTree> trees, BtrfsChunk metadata)
    {
        var address = metadata.Start;
        foreach (var tree in trees)
            address = tree.Place(address);
    }
}
