using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Inspection;

/// <summary>What an image is and holds.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">Its format, as qemu-img(1) calls it.</param>
/// <param name="Size">The size a machine sees, in bytes.</param>
/// <param name="FileSize">The length of the file.</param>
/// <param name="AllocatedSize">What it takes on its disk.</param>
/// <param name="Table">Its partition table; null when there is none.</param>
/// <param name="Partitions">Its parts; one when there is no table.</param>
/// <param name="Boot">How it starts.</param>
/// <param name="System">The system on it; null when none was found.</param>
/// <param name="Packages">The packages installed, by name.</param>
public sealed record ImageReport(
    string Path,
    string Format,
    long Size,
    long FileSize,
    long AllocatedSize,
    TableReport? Table,
    IReadOnlyList<PartitionReport> Partitions,
    BootReport Boot,
    SystemReport? System,
    IReadOnlyList<InstalledPackage> Packages);

/// <summary>A partition table.</summary>
/// <param name="Type"><c>gpt</c> or <c>dos</c>.</param>
/// <param name="Id">The disk's identifier.</param>
public sealed record TableReport(string Type, string Id);

/// <summary>A part of a disk.</summary>
/// <param name="Part"><c>partition 2</c>, <c>disk</c> when there is no table, or <c>vg0/root</c> for a logical volume.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Type">Its type as the table has it.</param>
/// <param name="Meaning">Its type in words.</param>
/// <param name="Name">Its name in a GPT.</param>
/// <param name="Uuid">Its identifier in a GPT.</param>
/// <param name="Bootable">Whether it is marked as the one a BIOS starts.</param>
/// <param name="Filesystem">What it holds.</param>
public sealed record PartitionReport(
    string Part, long Start, long Size, string? Type, string? Meaning, string? Name, string? Uuid, bool Bootable, FilesystemReport Filesystem);

/// <summary>A filesystem, or what else a part holds.</summary>
/// <param name="Type">Its type as blkid(8) tells it; <c>data</c> when it is not known.</param>
/// <param name="Label">Its name.</param>
/// <param name="Uuid">Its UUID or serial number.</param>
/// <param name="Used">Bytes in use.</param>
/// <param name="Free">Bytes free.</param>
/// <param name="Readable">Whether its files were looked at.</param>
/// <param name="Subvolumes">Paths of its subvolumes; empty but for btrfs.</param>
public sealed record FilesystemReport(string Type, string? Label, string? Uuid, long? Used, long? Free, bool Readable, IReadOnlyList<string> Subvolumes);

/// <summary>The system on an image.</summary>
/// <param name="Name">What it calls itself, for example <c>Debian GNU/Linux 13 (trixie)</c>.</param>
/// <param name="Codename">Its release, where it says so.</param>
/// <param name="Architecture">The architecture of its packages.</param>
public sealed record SystemReport(string Name, string? Codename, string? Architecture);

/// <summary>The ways an image starts.</summary>
/// <param name="Bios">The code in the first sector; null when there is none.</param>
/// <param name="Efi">Programs that UEFI firmware can start.</param>
/// <param name="Kernels">The kernels in /boot.</param>
/// <param name="Entries">What each boot loader starts when nobody chooses.</param>
public sealed record BootReport(BiosReport? Bios, IReadOnlyList<EfiReport> Efi, IReadOnlyList<KernelReport> Kernels, IReadOnlyList<BootEntry> Entries);

/// <summary>Code that a BIOS starts.</summary>
/// <param name="Loader">Whose it is: <c>GRUB</c>, <c>syslinux</c>, or <c>unknown</c>.</param>
/// <param name="Next">Where it goes on: <c>partition 1</c>, <c>disk</c> without a partition table, or <c>gap</c> for the space before the first partition.</param>
public sealed record BiosReport(string Loader, string? Next);

/// <summary>A program for UEFI firmware.</summary>
/// <param name="Part">The part of the disk it is on.</param>
/// <param name="Path">Its path there.</param>
/// <param name="Architecture">Debian's name of the architecture it is for; null for another one.</param>
/// <param name="Removable">Whether it is the one that firmware starts without a boot entry.</param>
/// <param name="HasSignature">Whether it carries a signature.</param>
/// <param name="Certificates">Names of the certificates that came with the signature. Nothing is verified.</param>
public sealed record EfiReport(string Part, string Path, string? Architecture, bool Removable, bool HasSignature, IReadOnlyList<string> Certificates);

/// <summary>A kernel.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Initramfs">The path of its initramfs, if there is one.</param>
public sealed record KernelReport(string Path, string? Initramfs);

/// <summary>A boot loader's first choice.</summary>
/// <param name="Source">The file that says so.</param>
/// <param name="Arguments">The kernel's arguments.</param>
public sealed record BootEntry(string Source, string Arguments);
