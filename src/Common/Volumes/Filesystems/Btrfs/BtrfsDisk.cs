using System.Buffers.Binary;
using BootstrapVz.Base.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>The place of a btrfs filesystem in the volume's file, and the identifiers that its parts name each other by.</summary>
/// <remarks>
/// Source for this folder: Btrfs documentation (btrfs.readthedocs.io), "On-disk Format", and include/uapi/linux/btrfs_tree.h of the
/// kernel. Numbers are little-endian, addresses are bytes.
/// </remarks>
internal sealed class BtrfsDisk(SafeFileHandle image, long start, Guid uuid)
{
    /// <summary>Everything is written in one transaction, the first.</summary>
    public const long Generation = 1;

    private const int ChecksumRoom = 32;
    private const ulong Written = 1;
    private const ulong NewBackReferences = 1UL << 56;

    public SafeFileHandle Image => image;

    public Guid Uuid => uuid;

    public Guid DeviceUuid { get; } = DeterministicId.Uuid(uuid.ToString(), "device");

    public Guid ChunksUuid { get; } = DeterministicId.Uuid(uuid.ToString(), "chunks");

    public static uint Checksum(ReadOnlySpan<byte> bytes) => ~Crc32C.Add(uint.MaxValue, bytes);

    /// <summary>A byte of the device in the image.</summary>
    public long PlaceOf(long address) => start + address;

    /// <summary>Writes a node, whose header but for the number of items is filled in here.</summary>
    public void WriteNode(BtrfsChunk chunk, long address, byte[] node, ulong owner, int level)
    {
        new LittleEndianRecord(64).Uuid(uuid).Long(address).Long(Written | NewBackReferences).Uuid(ChunksUuid).Long(Generation).Long(owner).Whole.CopyTo(node, ChecksumRoom);
        node[100] = (byte)level;
        Seal(node);
        foreach (var copy in chunk.Copies)
            RandomAccess.Write(image, node, PlaceOf(copy + address - chunk.Start));
    }

    public void WriteSuper(long address, byte[] super)
    {
        Seal(super);
        RandomAccess.Write(image, super, PlaceOf(address));
    }

    private static void Seal(byte[] block) => BinaryPrimitives.WriteUInt32LittleEndian(block, Checksum(block.AsSpan(ChecksumRoom)));
}
