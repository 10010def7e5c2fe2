namespace BootstrapVz.Common.Engine;

/// <summary>What a member of a tar archive is.</summary>
internal enum TarKind
{
    File,
    HardLink,
    Symlink,
    CharacterDevice,
    BlockDevice,
    Directory,
    Fifo,
}

/// <summary>One member of a tar archive. Names are bytes as Latin-1, see <see cref="BytePath"/>.</summary>
/// <param name="Name">The member's name as the archive has it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits with set-id and sticky bits.</param>
/// <param name="Size">Bytes of content.</param>
internal sealed record TarEntry(string Name, TarKind Kind, uint Mode, long Size)
{
    public string LinkName { get; init; } = "";

    public uint UserId { get; init; }

    public uint GroupId { get; init; }

    public string UserName { get; init; } = "";

    public string GroupName { get; init; } = "";

    public long Seconds { get; init; }

    public long Nanoseconds { get; init; }

    public uint DeviceMajor { get; init; }

    public uint DeviceMinor { get; init; }

    /// <summary>Extended attributes by name.</summary>
    public IReadOnlyDictionary<string, byte[]>? Attributes { get; init; }
}
