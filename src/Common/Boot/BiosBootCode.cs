using System.Buffers.Binary;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Boot;

/// <summary>
/// GRUB's boot sector and core image, written as grub-bios-setup would, with no device.
/// </summary>
/// <remarks>Offsets: GRUB's include/grub/i386/pc/boot.h and util/setup.c.</remarks>
/// <param name="BootSector">boot.img: the code of the first sector.</param>
/// <param name="Core">core.img.</param>
public sealed record BiosBootCode(byte[] BootSector, byte[] Core)
{
    private const int Sector = PartitionLayout.SectorSize;
    private const int CodeLength = 440;      // what follows is the disk's number and the partition table
    private const int KernelSector = 0x5c;   // GRUB_BOOT_MACHINE_KERNEL_SECTOR
    private const int DriveCheck = 0x66;     // GRUB_BOOT_MACHINE_DRIVE_CHECK
    private const byte NoOperation = 0x90;
    private const int BlockList = 0x1f4;     // last entry of the first sector of core.img: GRUB_BOOT_MACHINE_LIST_SIZE before its end

    /// <summary>Reads what <see cref="GrubInstaller"/> made.</summary>
    public static async Task<BiosBootCode> ReadAsync(RootFs root, CancellationToken ct) => new(
        await File.ReadAllBytesAsync(root.Resolve(GrubTarget.Bios.Folder + "/boot.img"), ct),
        await File.ReadAllBytesAsync(root.Resolve(GrubTarget.Bios.Folder + "/core.img"), ct));

    /// <summary>The code of the volume's first sector.</summary>
    /// <param name="coreSector">The first sector of core.img.</param>
    public byte[] PatchedBootSector(long coreSector)
    {
        var code = BootSector[..CodeLength];
        BinaryPrimitives.WriteInt64LittleEndian(code.AsSpan(KernelSector), coreSector);
        // Trust no drive number that is not a hard disk's: util/setup.c, "the workaround for buggy BIOSes".
        code[DriveCheck] = NoOperation;
        code[DriveCheck + 1] = NoOperation;
        return code;
    }

    /// <summary>core.img, told where its own second sector is.</summary>
    /// <param name="coreSector">The first sector of core.img.</param>
    public byte[] PatchedCore(long coreSector)
    {
        var core = new byte[(Core.Length + Sector - 1) / Sector * Sector];
        Core.CopyTo(core, 0);
        BinaryPrimitives.WriteInt64LittleEndian(core.AsSpan(BlockList), coreSector + 1);
        BinaryPrimitives.WriteUInt16LittleEndian(core.AsSpan(BlockList + 8), checked((ushort)(core.Length / Sector - 1)));
        return core;
    }

    /// <summary>Writes both to a partitioned volume.</summary>
    /// <exception cref="BuildException">core.img does not fit before the first partition or into the BIOS boot partition.</exception>
    public void Write(SafeFileHandle image, PartitionLayout layout)
    {
        // A GPT occupies the gap after the first sector, so core.img has a partition of its own there.
        var (start, room) = layout.Find(PartitionRole.Bios) is { } partition
            ? (partition.Start, partition.Length)
            : (new Bytes(Sector), layout.Partitions[0].Start - new Bytes(Sector));
        if (Core.Length > room.Count)
            throw new BuildException($"GRUB's core image of {Core.Length} bytes does not fit into the {room} before the first filesystem");
        var sector = start.Count / Sector;
        RandomAccess.Write(image, PatchedBootSector(sector), 0);
        RandomAccess.Write(image, PatchedCore(sector), start.Count);
    }
}
