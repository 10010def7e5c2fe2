using BootstrapVz.Common.Inspection.Ext;
using BootstrapVz.Common.Inspection.Fat;

namespace BootstrapVz.Common.Inspection;

/// <summary>What a path leads to.</summary>
/// <param name="Kind"><c>file</c>, <c>directory</c>, <c>link</c>, <c>device</c>, <c>pipe</c> or <c>socket</c>.</param>
/// <param name="Size">A file's size in bytes, 0 for anything else.</param>
/// <param name="Properties">What else is known of it, by name, in the order in which it is told: <c>mode</c>, <c>owner</c>, <c>time</c> …</param>
/// <param name="Content">A file's content.</param>
/// <param name="Inode">What tells hard links of one file from files of their own.</param>
public sealed record FileEntry(string Kind, long Size, IReadOnlyDictionary<string, string> Properties, FileBytes? Content, long Inode);

/// <summary>A filesystem that is read without being mounted.</summary>
public interface IFilesystem
{
    /// <summary>Its type as fstab(5) has it, or what else it is.</summary>
    string Type { get; }

    /// <summary>Its UUID or serial number as blkid(8) tells it; null when there is none.</summary>
    string? Uuid { get; }

    /// <summary>Its name; null when it has none.</summary>
    string? Label { get; }

    /// <summary>How full it is; null when that is not known.</summary>
    FilesystemSpace? Space { get; }

    /// <summary>Paths of its subvolumes, without a slash at the start; empty but for btrfs.</summary>
    IReadOnlyList<string> Subvolumes => [];

    /// <summary>Everything in it by absolute path, <c>/</c> included; null when this program cannot look into it.</summary>
    IReadOnlyDictionary<string, FileEntry>? Files { get; }

    /// <summary>What lies at a place, in words.</summary>
    string Describe(long place);
}

/// <summary>How full a filesystem is, in bytes.</summary>
/// <param name="Used">What its files and its own structures take.</param>
/// <param name="Free">The rest, what is reserved for root included.</param>
public sealed record FilesystemSpace(long Used, long Free);

/// <summary>Tells filesystems apart.</summary>
public static class FilesystemProbe
{
    /// <summary>Looks at the first bytes.</summary>
    public static IFilesystem Open(ByteSource bytes) =>
        ExtReader.Open(bytes) ?? (IFilesystem?)FatReader.Open(bytes) ?? OtherFilesystem.Open(bytes);
}
