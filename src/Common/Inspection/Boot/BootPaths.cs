using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Inspection.Boot;

/// <summary>Finds the ways a disk starts.</summary>
internal static partial class BootPaths
{
    private const int CodeLength = 440;    // what follows in the first sector is the disk's number and the partition table
    private const int FormattedBy = 3;     // the name in a boot sector: Microsoft FAT specification, section 3.1
    private const int KernelSector = 0x5c; // GRUB_BOOT_MACHINE_KERNEL_SECTOR of GRUB's include/grub/i386/pc/boot.h

    public static BootReport Of(ImageDisk disk, IReadOnlyDictionary<string, TreeFile> tree) =>
        new(Bios(disk), [.. disk.Parts.SelectMany(Efi)], [.. Kernels(tree)], [.. BootEntries.Of(tree)]);

    /// <summary>What a BIOS starts.</summary>
    public static BiosReport? Bios(ImageDisk disk)
    {
        var code = disk.Bytes.Take(0, CodeLength);
        if (code.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            return null;
        var text = Encoding.Latin1.GetString(code);
        if (disk.Table is null || !text.Contains("GRUB ", StringComparison.Ordinal))
        {
            // Without a table the first sector is the filesystem's.
            var next = disk.Parts.FirstOrDefault(p => p.Bytes.Take(FormattedBy, 8).AsSpan().SequenceEqual("SYSLINUX"u8));
            return next is not null ? new("syslinux", next.Name) : disk.Table is null ? null : new("unknown", null);
        }

        var core = BinaryPrimitives.ReadInt64LittleEndian(code.AsSpan(KernelSector)) * PartitionLayout.SectorSize;
        return new("GRUB", disk.Parts.FirstOrDefault(p => core >= p.Start && core < p.Start + p.Bytes.Length)?.Name ?? "gap");
    }

    /// <summary>What UEFI finds in a part of a disk.</summary>
    public static IEnumerable<EfiReport> Efi(DiskPart part)
    {
        if (part.Filesystem is not { Type: "vfat", Files: { } files })
            yield break;
        foreach (var (path, entry) in files.Where(f => EfiProgram().IsMatch(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            if (entry.Content is { } content && PeFile.Open(content) is { } program)
                yield return new(part.Name, path, program.Architecture, RemovablePath().IsMatch(path), program.IsSigned, program.Certificates);
        }
    }

    private static IEnumerable<KernelReport> Kernels(IReadOnlyDictionary<string, TreeFile> tree)
    {
        foreach (var path in tree.Keys.Where(path => Kernel().IsMatch(path)).Order(StringComparer.Ordinal))
        {
            var initramfs = "/boot/initrd.img-" + path[(path.IndexOf('-') + 1)..];
            yield return new(path, tree.ContainsKey(initramfs) ? initramfs : null);
        }
    }

    [GeneratedRegex("^/EFI/.+[.]efi$", RegexOptions.IgnoreCase)]
    private static partial Regex EfiProgram();

    // UEFI specification 2.10, section 3.5.1.1.
    [GeneratedRegex("^/EFI/BOOT/BOOT(IA32|X64|ARM|AA64|RISCV64)[.]EFI$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex RemovablePath();

    [GeneratedRegex("^/boot/vmlinu[xz]-[^/]+$")]
    private static partial Regex Kernel();
}
