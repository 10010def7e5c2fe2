using System.Buffers.Binary;
using BootstrapVz.Common.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Images.Formats;

/// <summary>The identifiers in a VHDX: of its two headers and of the disk. Its log is emptied, which names them too.</summary>
/// <remarks>Source: Microsoft [MS-VHDX], sections 2.2.2 (headers), 2.2.3 (region table), 2.3 (log) and 2.6 (metadata).</remarks>
internal static class VhdxHeaders
{
    private const int Length = 4096;
    private const int Checksum = 4;
    private const int SequenceNumber = 8;
    private const int FileWrite = 16;
    private const int DataWrite = 32;
    private const int Log = 48;
    private const int LogLength = 68;
    private const int LogOffset = 72;
    private const long RegionTable = 192 << 10;
    private const int FirstEntry = 16;      // of the region table
    private const int FirstItem = 32;       // of the metadata table
    private const int EntryLength = 32;     // of both
    private static readonly long[] Places = [64 << 10, 128 << 10];
    private static readonly Guid MetadataRegion = new("8B7CA206-4790-4B9A-B8FE-575F050F886E");
    private static readonly Guid DiskId = new("BECA12AB-B2E6-4523-93EF-C309E000C746"); // "Virtual Disk ID" among the metadata

    /// <summary>Sets them.</summary>
    public static void Identify(SafeFileHandle file, ImageIdentity identity)
    {
        for (var number = 0; number < Places.Length; number++)
        {
            var header = Read(file, Places[number], Length);
            if (!header.AsSpan(0, 4).SequenceEqual("head"u8))
                throw new InvalidDataException("qemu-img has made a VHDX without headers");
            if (number == 0)
                EmptyLog(file, header);
            // The header with the higher number counts; both say the same.
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(SequenceNumber), number + 1);
            identity.Uuid("vhdx file").TryWriteBytes(header.AsSpan(FileWrite));
            identity.Uuid("vhdx data").TryWriteBytes(header.AsSpan(DataWrite));
            header.AsSpan(Log, 16).Clear();
            header.AsSpan(Checksum, 4).Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(Checksum), ~Crc32C.Add(uint.MaxValue, header));
            RandomAccess.Write(file, header, Places[number]);
        }

        var metadata = Find(file, RegionTable + FirstEntry, MetadataRegion) is { } region
            ? BinaryPrimitives.ReadInt64LittleEndian(region.AsSpan(16))
            : throw new InvalidDataException("qemu-img has made a VHDX without metadata");
        if (Find(file, metadata + FirstItem, DiskId) is { } item)
            RandomAccess.Write(file, identity.Uuid("vhdx").ToByteArray(), metadata + BinaryPrimitives.ReadUInt32LittleEndian(item.AsSpan(16)));
    }

    // Without a log identifier its entries mean nothing: section 2.2.2, LogGuid.
    private static void EmptyLog(SafeFileHandle file, byte[] header) => RandomAccess.Write(
        file,
        new byte[BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(LogLength))],
        BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(LogOffset)));

    private static byte[]? Find(SafeFileHandle file, long place, Guid type)
    {
        for (; ; place += EntryLength)
        {
            var entry = Read(file, place, EntryLength);
            var found = new Guid(entry.AsSpan(0, 16));
            if (found == type || found == Guid.Empty)
                return found == type ? entry : null;
        }
    }

    private static byte[] Read(SafeFileHandle file, long place, int length)
    {
        var bytes = new byte[length];
        RandomAccess.Read(file, bytes, place);
        return bytes;
    }
}
