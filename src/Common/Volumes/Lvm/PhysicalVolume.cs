using System.Buffers.Binary;
using System.Text;
using BootstrapVz.Base.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Lvm;

/// <summary>Writes what makes a partition a physical volume: a label, and the metadata of its group. No device is needed.</summary>
/// <remarks>Source: LVM2's lib/label/label.h, lib/format_text/layout.h and lib/misc/crc.c.</remarks>
internal static class PhysicalVolume
{
    private const int Sector = PartitionLayout.SectorSize;
    private const int LabelSector = 1;
    private const int HeaderPlace = 32;      // of the physical volume's header in the label's sector
    private const int AreaPlace = 4096;      // of the metadata
    private const uint ExtensionVersion = 2;
    private const uint InUse = 1;            // PV_EXT_USED
    private const uint FirstChecksum = 0xf597a6cf;
    private const uint Polynomial = 0xedb88320;

    private static long AreaSize => VolumeGroup.MetadataSize.Count - AreaPlace;

    /// <summary>Writes them to their places.</summary>
    /// <param name="image">The volume's file.</param>
    /// <param name="partition">The partition, opened and placed, with its group.</param>
    /// <param name="epoch">When everything was made, in seconds since 1970.</param>
    public static void Write(SafeFileHandle image, PlannedPartition partition, long epoch)
    {
        byte[] text = [.. Encoding.ASCII.GetBytes(LvmText.Render(partition, epoch)), 0];
        RandomAccess.Write(image, Label(partition), partition.Start.Count + LabelSector * Sector);
        RandomAccess.Write(image, AreaHeader(text), partition.Start.Count + AreaPlace);
        RandomAccess.Write(image, text, partition.Start.Count + AreaPlace + Sector);
    }

    /// <summary>CRC-32 with LVM's own first value, and nothing done to the last.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> data)
    {
        var sum = FirstChecksum;
        foreach (var value in data)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ ((sum & 1) * Polynomial);
        }

        return sum;
    }

    private static byte[] Label(PlannedPartition partition)
    {
        var sector = new byte[Sector];
        "LABELONE"u8.CopyTo(sector);
        BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(8), LabelSector);
        BinaryPrimitives.WriteInt32LittleEndian(sector.AsSpan(20), HeaderPlace);
        "LVM2 001"u8.CopyTo(sector.AsSpan(24));
        Encoding.ASCII.GetBytes(partition.Group!.PhysicalUuid).CopyTo(sector, HeaderPlace);
        var at = HeaderPlace + 32;
        // The partition's size; where data begins, up to the end; where metadata is. A pair of zeros ends each list.
        foreach (var number in (long[])[partition.Length.Count, VolumeGroup.MetadataSize.Count, 0, 0, 0, AreaPlace, AreaSize, 0, 0])
        {
            BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(at), number);
            at += 8;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(at), ExtensionVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(at + 4), InUse);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(16), Checksum(sector.AsSpan(20)));
        return sector;
    }

    private static byte[] AreaHeader(byte[] text)
    {
        var sector = new byte[Sector];
        " LVM2 x[5A%r0N*>"u8.CopyTo(sector.AsSpan(4));
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(20), 1); // version
        BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(24), AreaPlace);
        BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(32), AreaSize);
        BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(40), Sector);
        BinaryPrimitives.WriteInt64LittleEndian(sector.AsSpan(48), text.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(56), Checksum(text));
        BinaryPrimitives.WriteUInt32LittleEndian(sector, Checksum(sector.AsSpan(4)));
        return sector;
    }
}
