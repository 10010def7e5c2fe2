namespace BootstrapVz.Common.Layers;

/// <summary>What a name in a tree is; the type bits of inode(7).</summary>
internal enum NodeKind : ushort
{
    Fifo = 0x1000,
    CharacterDevice = 0x2000,
    Directory = 0x4000,
    BlockDevice = 0x6000,
    File = 0x8000,
    Symlink = 0xA000,
    Socket = 0xC000,
}

/// <summary>One name in a tree. Names and link targets are bytes, one character for one byte.</summary>
internal sealed record TreeNode
{
    /// <summary>The path, relative to the root; empty for the root itself.</summary>
    public required string Path { get; init; }

    public required NodeKind Kind { get; init; }

    public required ushort Mode { get; init; }

    public required uint User { get; init; }

    public required uint Group { get; init; }

    public required long Seconds { get; init; }

    public required uint Nanoseconds { get; init; }

    /// <summary>Length of a file in bytes.</summary>
    public long Size { get; init; }

    /// <summary>A symbolic link's target, or the path of another name of the same file.</summary>
    public string Target { get; init; } = "";

    /// <summary>Whether <see cref="Target"/> is another name of this file.</summary>
    public bool IsHardLink { get; init; }

    /// <summary>A device's number.</summary>
    public ulong Device { get; init; }

    /// <summary>Extended attributes, sorted by name.</summary>
    public IReadOnlyList<(string Name, byte[] Value)> Attributes { get; init; } = [];

    /// <summary>Where a file's content begins in the layer.</summary>
    public long Offset { get; set; }

    /// <summary>A file's SHA-256.</summary>
    public byte[] Hash { get; set; } = [];
}
