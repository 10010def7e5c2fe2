namespace BootstrapVz.Common.Comparison;

/// <summary>How two images differ.</summary>
/// <param name="Equal">Whether they are the same: byte for byte, or as disks when their formats differ.</param>
/// <param name="First">The first image.</param>
/// <param name="Second">The second image.</param>
/// <param name="Disk">What differs of the disks and their partition tables.</param>
/// <param name="Partitions">Partitions that differ, came or went.</param>
/// <param name="Packages">Packages that differ, came or went.</param>
/// <param name="Files">Files that differ, came or went, by path.</param>
/// <param name="Byte">The first byte of the disk that differs.</param>
/// <param name="Blocks">How many blocks of 4 KiB of the disk differ.</param>
/// <param name="FileByte">The first byte of the image files that differs although the disks are the same and their formats too.</param>
public sealed record ImageComparison(
    bool Equal,
    ImageFacts First,
    ImageFacts Second,
    IReadOnlyList<Change> Disk,
    IReadOnlyList<PartitionChange> Partitions,
    IReadOnlyList<PackageChange> Packages,
    IReadOnlyList<FileChange> Files,
    BytePlace? Byte,
    long Blocks,
    long? FileByte);

/// <summary>An image in numbers.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">Its format.</param>
/// <param name="Size">The size a machine sees.</param>
/// <param name="FileSize">The length of the file.</param>
/// <param name="Files">How many files, directories and links it holds; null when that was not looked at.</param>
/// <param name="ContentSize">The size of all files together, hard links counted once.</param>
public sealed record ImageFacts(string Path, string Format, long Size, long FileSize, int? Files, long? ContentSize);

/// <summary>One property with two values; null where there is none.</summary>
public sealed record Change(string What, string? First, string? Second);

/// <summary>Whether something is in one image only or differs.</summary>
public enum ChangeKind
{
    /// <summary>In the second image only.</summary>
    Added,

    /// <summary>In the first image only.</summary>
    Removed,

    /// <summary>In both, and different.</summary>
    Changed,
}

/// <summary>A partition that is not the same.</summary>
/// <param name="Name"><c>partition 2</c>, or <c>disk</c> when there is no table.</param>
/// <param name="Kind">How.</param>
/// <param name="Changes">Which of its properties.</param>
/// <param name="Byte">The first byte in it that differs, of one whose content is not known.</param>
public sealed record PartitionChange(string Name, ChangeKind Kind, IReadOnlyList<Change> Changes, long? Byte);

/// <summary>A package that is not the same; a version is null where it is not installed.</summary>
public sealed record PackageChange(string Name, string? First, string? Second);

/// <summary>A path that is not the same.</summary>
/// <param name="Path">The path in the running system.</param>
/// <param name="Kind">How.</param>
/// <param name="FirstSize">Its size in the first image.</param>
/// <param name="SecondSize">Its size in the second image.</param>
/// <param name="Changes">Which of its properties.</param>
/// <param name="Content">Where its content begins to differ.</param>
/// <param name="Cause">What is likely behind it, if that was asked.</param>
public sealed record FileChange(
    string Path, ChangeKind Kind, long? FirstSize, long? SecondSize, IReadOnlyList<Change> Changes, ContentChange? Content, string? Cause);

/// <summary>Where the content of a file begins to differ.</summary>
/// <param name="Byte">The byte of the file.</param>
/// <param name="Part">The part of the disk with its filesystem.</param>
/// <param name="Place">The byte of that filesystem in the first image, or in the second where the first has none; null when both are holes or beyond the end.</param>
public sealed record ContentChange(long Byte, string Part, long? Place);

/// <summary>A byte of a disk.</summary>
/// <param name="Byte">Its number on the disk.</param>
/// <param name="Part">The part of the disk it is in; null outside of partitions.</param>
/// <param name="Place">Its number in that part.</param>
/// <param name="What">What lies there.</param>
public sealed record BytePlace(long Byte, string? Part, long Place, string What);
