using System.Buffers.Binary;

namespace BootstrapVz.Common.Volumes.Filesystems.Xfs;

/// <summary>How an inode keeps one of its two forks.</summary>
internal enum XfsFork : byte
{
    Device = 0,
    Local = 1,
    Extents = 2,
}

/// <summary>A range of a file and where it lies.</summary>
/// <param name="At">Its place in the file, in blocks.</param>
/// <param name="Extent">The blocks on the disk.</param>
internal sealed record XfsMapping(long At, XfsExtent Extent);

/// <summary>An inode, version 3.</summary>
internal sealed record XfsInode
{
    /// <summary>Where both forks begin.</summary>
    public const int Core = 176;

    /// <summary>The least an attribute fork takes, so that the kernel can make a btree of it: XFS_BMDR_SPACE_CALC(MINABTPTRS).</summary>
    public const int SmallestAttributes = 40;

    private const int MappingSize = 16;
    private const long MostBlocks = (1L << 21) - 1; // of one mapping
    private const ulong BigTime = 1 << 3;
    private const long BigTimeEpoch = 1L << 31; // seconds before 1970 at which these times begin

    public required SourceFile File { get; init; }

    public required long Time { get; init; }

    public long Size { get; init; }

    public XfsFork Kind { get; init; } = XfsFork.Extents;

    public byte[] Data { get; init; } = [];

    public XfsFork AttributeKind { get; init; } = XfsFork.Extents;

    public byte[] Attributes { get; init; } = [];

    /// <summary>Blocks it holds on the disk.</summary>
    public long Blocks { get; init; }

    /// <summary>Ranges as an inode has them.</summary>
    public static byte[] Mappings(XfsDisk disk, IEnumerable<XfsMapping> mappings)
    {
        var parts = mappings.SelectMany(Split).ToList();
        var bytes = new byte[parts.Count * MappingSize];
        foreach (var (index, (at, extent)) in parts.Index())
        {
            // 1 bit: unwritten; 54: place in the file; 52: block; 21: length.
            var block = disk.NumberOf(extent.Group, extent.Start);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(index * MappingSize), (at << 9) | (block >> 43));
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(index * MappingSize + 8), (block << 21) | extent.Length);
        }

        return bytes;
    }

    /// <summary>The inode's bytes, but for what names the inode itself.</summary>
    public byte[] Render(XfsDisk disk)
    {
        var inode = XfsInodes.Empty(disk);
        var room = disk.InodeSize - Core;
        var attributeRoom = Attributes.Length == 0 ? 0 : Math.Max(SmallestAttributes, (Attributes.Length + 7) / 8 * 8);
        BinaryPrimitives.WriteUInt16BigEndian(inode.AsSpan(2), File.Status.Mode);
        inode[5] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(inode.AsSpan(8), File.Status.User);
        BinaryPrimitives.WriteUInt32BigEndian(inode.AsSpan(12), File.Status.Group);
        BinaryPrimitives.WriteInt32BigEndian(inode.AsSpan(16), File.Links);
        foreach (var place in (int[])[32, 40, 48, 144])
            WriteTime(disk, inode.AsSpan(place));
        BinaryPrimitives.WriteInt64BigEndian(inode.AsSpan(56), Size);
        BinaryPrimitives.WriteInt64BigEndian(inode.AsSpan(64), Blocks);
        BinaryPrimitives.WriteInt32BigEndian(inode.AsSpan(76), Kind == XfsFork.Extents ? Data.Length / MappingSize : 0);
        BinaryPrimitives.WriteInt16BigEndian(inode.AsSpan(80), (short)(AttributeKind == XfsFork.Extents ? Attributes.Length / MappingSize : 0));
        inode[82] = (byte)(attributeRoom == 0 ? 0 : (room - attributeRoom) / 8);
        inode[83] = (byte)AttributeKind;
        BinaryPrimitives.WriteUInt64BigEndian(inode.AsSpan(120), disk.HasBigTime ? BigTime : 0);
        Data.CopyTo(inode, Core);
        Attributes.CopyTo(inode, Core + room - attributeRoom);
        return inode;
    }

    /// <summary>Takes the clock and chance out of an inode that mkfs.xfs made.</summary>
    public static void Settle(XfsDisk disk, long number, long time)
    {
        var inode = disk.ReadInode(number);
        foreach (var place in (int[])[32, 40, 48, 144])
            WriteTime(disk, inode.AsSpan(place), time);
        inode.AsSpan(92, 4).Clear(); // generation
        disk.WriteInode(number, inode);
    }

    private static void WriteTime(XfsDisk disk, Span<byte> place, long time)
    {
        if (disk.HasBigTime)
            BinaryPrimitives.WriteUInt64BigEndian(place, (ulong)(time + BigTimeEpoch) * 1_000_000_000);
        else
            BinaryPrimitives.WriteInt64BigEndian(place, time << 32);
    }

    private static IEnumerable<XfsMapping> Split(XfsMapping mapping)
    {
        var (at, extent) = mapping;
        for (var done = 0L; done < extent.Length; done += MostBlocks)
            yield return new(at + done, extent with { Start = extent.Start + done, Length = Math.Min(MostBlocks, extent.Length - done) });
    }

    private void WriteTime(XfsDisk disk, Span<byte> place) => WriteTime(disk, place, Time);
}
