using System.Text;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>Writes the superblock, where everything begins, and its copies.</summary>
internal sealed class BtrfsSuper(BtrfsDisk disk, BtrfsSpace space, PlannedPartition partition)
{
    private const int Size = 4096;
    private const int LabelRoom = 256;
    private const int ChunkRoom = 2048;
    private const long FirstCopy = 0x10000;
    private const ulong Written = 1;

    // What mkfs.btrfs 6 turns on and kernels from 5.10 on know: mixed back references, extended names of inodes, small metadata items, files
    // whose holes have no items; and nodes larger than a page, which the kernel would set itself. A tree of free space, which is valid.
    private const ulong Features = 0x1 | 0x20 | 0x40 | 0x100 | 0x200;
    private const ulong DefaultIsSet = 0x2;
    private const ulong FeaturesToWrite = 0x3;

    public void Write(IReadOnlyList<BtrfsChunk> chunks, BtrfsTree chunkTree, BtrfsTree rootTree)
    {
        foreach (var copy in BtrfsGeometry.SuperCopies.Select(copy => copy.Count).Where(copy => copy + Size <= space.Size).Prepend(FirstCopy))
            disk.WriteSuper(copy, Render(copy, chunks, chunkTree, rootTree));
    }

    private byte[] Render(long address, IReadOnlyList<BtrfsChunk> chunks, BtrfsTree chunkTree, BtrfsTree rootTree)
    {
        var features = partition.Subvolumes[0].IsDefault ? Features : Features | DefaultIsSet;
        var label = Encoding.UTF8.GetBytes(partition.Label);
        var system = chunks.Where(chunk => chunk.Profile.HasFlag(BtrfsProfile.System)).SelectMany(chunk =>
            new LittleEndianRecord(BtrfsKey.Size).Key(new(BtrfsObject.Chunks, BtrfsType.Chunk, (ulong)chunk.Start)).Whole.Concat(BtrfsAllocation.Chunk(disk, chunk))).ToArray();
        return new LittleEndianRecord(Size)
            .Zeros(32).Uuid(disk.Uuid).Long(address).Long(Written).Bytes("_BHRfS_M"u8).Long(BtrfsDisk.Generation)
            .Long(rootTree.Top).Long(chunkTree.Top).Zeros(16)
            .Long(space.Size).Long(chunks.Sum(chunk => chunk.Used)).Long(BtrfsObject.RootDirectory).Long(1UL)
            .Int(BtrfsSpace.Sector).Int(BtrfsTree.NodeSize).Int(BtrfsTree.NodeSize).Int(BtrfsSpace.Sector).Int((uint)system.Length)
            .Long(BtrfsDisk.Generation).Long(0).Long(FeaturesToWrite).Long(features)
            .Short(0).Byte(rootTree.TopLevel).Byte(chunkTree.TopLevel).Byte(0)
            .Bytes(BtrfsAllocation.Device(disk, space.Size, BtrfsAllocation.Used(chunks)))
            .Bytes(label).Zeros(LabelRoom - label.Length)
            .Long(0).Long(BtrfsDisk.Generation).Zeros(16).Zeros(8).Zeros(216)
            .Bytes(system).Zeros(ChunkRoom - system.Length).Zeros(672).Zeros(565).Whole;
    }
}
