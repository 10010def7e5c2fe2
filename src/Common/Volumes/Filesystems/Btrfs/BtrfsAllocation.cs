namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>The trees that tell what the device is used for.</summary>
internal static class BtrfsAllocation
{
    private const int DeviceNumber = 1;
    private const uint StripeLength = 65536;
    private const ulong IsData = 1; // BTRFS_EXTENT_FLAG_DATA
    private const ulong IsNode = 2; // BTRFS_EXTENT_FLAG_TREE_BLOCK
    private const int OfTree = 176; // BTRFS_TREE_BLOCK_REF_KEY
    private const int OfFile = 178; // BTRFS_EXTENT_DATA_REF_KEY

    /// <summary>The device as the filesystem describes it.</summary>
    public static byte[] Device(BtrfsDisk disk, long size, long used) => new LittleEndianRecord(98)
        .Long(DeviceNumber).Long(size).Long(used).Int(BtrfsSpace.Sector).Int(BtrfsSpace.Sector).Int(BtrfsSpace.Sector)
        .Zeros(24).Zeros(6).Uuid(disk.DeviceUuid).Uuid(disk.Uuid).Whole;

    /// <summary>Where a chunk lies.</summary>
    public static byte[] Chunk(BtrfsDisk disk, BtrfsChunk chunk)
    {
        var record = new LittleEndianRecord(48 + 32 * chunk.Copies.Count)
            .Long(chunk.Length).Long(BtrfsObject.ExtentTree).Long(StripeLength).Long((ulong)chunk.Profile)
            .Int(StripeLength).Int(StripeLength).Int(BtrfsSpace.Sector).Short(chunk.Copies.Count).Short(1);
        foreach (var copy in chunk.Copies)
            record.Long(DeviceNumber).Long(copy).Uuid(disk.DeviceUuid);
        return record.Whole;
    }

    /// <summary>How much of the device is given to chunks.</summary>
    public static long Used(IEnumerable<BtrfsChunk> chunks) => chunks.Sum(chunk => chunk.Length * chunk.Copies.Count);

    public static BtrfsTree Chunks(BtrfsDisk disk, BtrfsSpace space, IReadOnlyList<BtrfsChunk> chunks)
    {
        var tree = new BtrfsTree(BtrfsObject.ChunkTree);
        tree.Add(BtrfsObject.Devices, BtrfsType.Device, DeviceNumber, Device(disk, space.Size, Used(chunks)));
        foreach (var chunk in chunks)
            tree.Add(BtrfsObject.Chunks, BtrfsType.Chunk, (ulong)chunk.Start, Chunk(disk, chunk));
        return tree;
    }

    public static BtrfsTree Devices(BtrfsDisk disk, IReadOnlyList<BtrfsChunk> chunks)
    {
        var tree = new BtrfsTree(BtrfsObject.DeviceTree);
        foreach (var chunk in chunks)
        {
            foreach (var copy in chunk.Copies)
            {
                tree.Add(DeviceNumber, BtrfsType.DeviceExtent, (ulong)copy, new LittleEndianRecord(48)
                    .Long(BtrfsObject.ChunkTree).Long(BtrfsObject.Chunks).Long(chunk.Start).Long(chunk.Length).Uuid(disk.ChunksUuid).Whole);
            }
        }

        return tree;
    }

    /// <summary>What is free of each chunk, which is one range behind what is used.</summary>
    public static BtrfsTree FreeSpace(IReadOnlyList<BtrfsChunk> chunks)
    {
        var tree = new BtrfsTree(BtrfsObject.FreeSpaceTree);
        foreach (var chunk in chunks)
        {
            var free = chunk.Length - chunk.Used;
            tree.Add((ulong)chunk.Start, BtrfsType.FreeSpace, (ulong)chunk.Length, new LittleEndianRecord(8).Int(free == 0 ? 0u : 1u).Int(0).Whole);
            if (free > 0)
                tree.Add((ulong)(chunk.Start + chunk.Used), BtrfsType.FreeExtent, (ulong)free, []);
        }

        return tree;
    }

    /// <summary>What every range of the device belongs to.</summary>
    /// <param name="chunks">All chunks.</param>
    /// <param name="trees">All trees, in their places.</param>
    /// <param name="subvolumes">All files.</param>
    public static BtrfsTree Extents(IReadOnlyList<BtrfsChunk> chunks, IReadOnlyList<BtrfsTree> trees, IReadOnlyList<BtrfsSubvolume> subvolumes)
    {
        var tree = new BtrfsTree(BtrfsObject.ExtentTree);
        foreach (var chunk in chunks)
            tree.Add((ulong)chunk.Start, BtrfsType.BlockGroup, (ulong)chunk.Length, new LittleEndianRecord(24).Long(chunk.Used).Long(BtrfsObject.Chunks).Long((ulong)chunk.Profile).Whole);
        foreach (var subvolume in subvolumes)
        {
            // Ranges of a file lie in pieces of one file each, so one reference is all there is to each.
            foreach (var (inode, extent) in subvolume.Extents)
            {
                tree.Add((ulong)extent.Start, BtrfsType.DataExtent, (ulong)extent.Length, new LittleEndianRecord(53)
                    .Long(1UL).Long(BtrfsDisk.Generation).Long(IsData).Byte(OfFile).Long(subvolume.Id).Long(inode).Long(extent.At).Int(1).Whole);
            }
        }

        foreach (var owner in trees)
        {
            var address = owner.Start;
            foreach (var (level, count) in owner.Levels.Index())
            {
                for (var node = 0; node < count; node++, address += BtrfsTree.NodeSize)
                {
                    tree.Add((ulong)address, BtrfsType.MetadataExtent, (ulong)level, new LittleEndianRecord(33)
                        .Long(1UL).Long(BtrfsDisk.Generation).Long(IsNode).Byte(OfTree).Long(owner.Owner).Whole);
                }
            }
        }

        return tree;
    }
}
