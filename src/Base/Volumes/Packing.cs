namespace BootstrapVz.Base.Volumes;

/// <summary>The filesystems that are made in one piece and never written to, and how they are compressed.</summary>
/// <remarks>Every kernel from bullseye's on reads these; mkfs.erofs(1) of Debian 12 makes no others.</remarks>
public static class Packing
{
    /// <summary>Leaves everything as it is.</summary>
    public const string None = "none";

    // The default first.
    private static readonly Dictionary<string, IReadOnlyList<string>> Compressors = new()
    {
        ["squashfs"] = ["zstd", "xz", "gzip", "lz4", "lzo", None],
        ["erofs"] = ["lz4hc", "lz4", None],
    };

    /// <summary>Whether a filesystem is one of them.</summary>
    public static bool IsPacked(string? filesystem) => CompressorsOf(filesystem).Count > 0;

    /// <summary>The ways to compress a filesystem, its default first; empty when it is none of them.</summary>
    public static IReadOnlyList<string> CompressorsOf(string? filesystem) => Compressors.GetValueOrDefault(filesystem ?? "", []);
}
