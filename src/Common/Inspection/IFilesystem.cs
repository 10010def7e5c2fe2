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

    /// <summary>Everything in it by absolute path, <c>/</c> included; null when this program cannot look into it.</summary>
    IReadOnlyDictionary<string, FileEntry>? Files { get; }

    /// <summary>What lies at a place, in words.</summary>
    string Describe(long place);
}

/// <summary>Tells filesystems apart.</summary>
public static class FilesystemProbe
{
    // Where a few well-known formats have their mark: file(1) knows the same.
    private static readonly (string Type, int Place, byte[] Mark)[] Others =
    [
        ("swap", 4086, [.. "SWAPSPACE2"u8]),
        ("xfs", 0, [.. "XFSB"u8]),
        ("btrfs", 0x10040, [.. "_BHRfS_M"u8]),
        ("squashfs", 0, [.. "hsqs"u8]),
        ("crypto_LUKS", 0, [.. "LUKS"u8]),
        ("LVM2_member", 0x218, [.. "LVM2 001"u8]),
    ];

    /// <summary>Looks at the first bytes.</summary>
    public static IFilesystem Open(ByteSource bytes) =>
        ExtReader.Open(bytes) ?? (IFilesystem?)FatReader.Open(bytes) ?? new Opaque(TypeOf(bytes));

    private static string TypeOf(ByteSource bytes)
    {
        foreach (var (type, place, mark) in Others)
        {
            if (bytes.Take(place, mark.Length).AsSpan().SequenceEqual(mark))
                return type;
        }

        return "data";
    }

    // Something that can only be compared byte by byte.
    private sealed record Opaque(string Type) : IFilesystem
    {
        public string? Uuid => null;

        public IReadOnlyDictionary<string, FileEntry>? Files => null;

        public string Describe(long place) => Type;
    }
}
