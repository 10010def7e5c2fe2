using System.Buffers.Binary;
using System.Text;
using BootstrapVz.Common.Volumes.Lvm;

namespace BootstrapVz.Common.Inspection;

/// <summary>What this program knows by its superblock only: it can be named, and compared byte by byte.</summary>
internal sealed record OtherFilesystem(string Type) : IFilesystem
{
    // The format's mark and what stands where. Sources: mkswap.c of util-linux; fs/xfs/libxfs/xfs_format.h, Documentation/filesystems
    // (btrfs, squashfs, erofs) of the kernel; LUKS2 On-Disk Format 1.1.1, section 2.1; LVM2's lib/format_text/layout.h; cryptsetup wiki, DMVerity.
    private static readonly Format[] Formats =
    [
        new("swap", 4086, "SWAPSPACE2", Uuid: 1036, Label: (1052, 16)),
        new("xfs", 0, "XFSB", Uuid: 32, Label: (108, 12)),
        new("btrfs", 0x10040, "_BHRfS_M", Uuid: 0x10020, Label: (0x1012b, 256)),
        new("squashfs", 0, "hsqs"),
        new("erofs", 1024, "\xe2\xe1\xf5\xe0", Uuid: 1072, Label: (1088, 16)),
        new("crypto_LUKS", 0, "LUKS\xba\xbe", UuidText: (168, 40), Label: (24, 48)),
        new("LVM2_member", 0x218, "LVM2 001", UuidText: (0x220, 32)),
        new("DM_verity_hash", 0, "verity\0\0", Uuid: 16),
        new("tar archive", 257, "ustar"),
    ];

    /// <inheritdoc/>
    public string? Uuid { get; private init; }

    /// <inheritdoc/>
    public string? Label { get; private init; }

    /// <inheritdoc/>
    public FilesystemSpace? Space { get; private init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Subvolumes { get; private init; } = [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, FileEntry>? Files => null;

    /// <summary>Looks for a mark; <c>data</c> when there is none that is known.</summary>
    public static OtherFilesystem Open(ByteSource bytes)
    {
        var format = Formats.FirstOrDefault(f => Encoding.Latin1.GetString(bytes.Take(f.Place, f.Mark.Length)) == f.Mark);
        return format is null ? new("data") : new(format.Type)
        {
            Uuid = (format, TextOf(bytes, format.UuidText.Place, format.UuidText.Length)) switch
            {
                ({ Uuid: > 0 }, _) => new Guid(bytes.Take(format.Uuid, 16), bigEndian: true).ToString(),
                ({ Type: "LVM2_member" }, { Length: 32 } text) => LvmText.Dashed(text),
                (_, var text) => text,
            },
            Label = TextOf(bytes, format.Label.Place, format.Label.Length),
            Space = SpaceOf(format.Type, bytes),
            Subvolumes = format.Type == "btrfs" ? BtrfsReader.Subvolumes(bytes) : [],
        };
    }

    /// <inheritdoc/>
    public string Describe(long place) => Type;

    private static string? TextOf(ByteSource bytes, int place, int length) =>
        place > 0 && Encoding.UTF8.GetString(bytes.Take(place, length)).Split('\0')[0] is { Length: > 0 } text ? text : null;

    // xfs counts blocks and numbers are big-endian, btrfs and squashfs count bytes.
    private static FilesystemSpace? SpaceOf(string type, ByteSource bytes)
    {
        long Big(int place) => BinaryPrimitives.ReadInt64BigEndian(bytes.Take(place, 8));
        long Little(int place) => BinaryPrimitives.ReadInt64LittleEndian(bytes.Take(place, 8));
        switch (type)
        {
            case "xfs":
                var block = BinaryPrimitives.ReadUInt32BigEndian(bytes.Take(4, 4));
                return new((Big(8) - Big(144)) * block, Big(144) * block);
            case "btrfs":
                return new(Little(0x10078), Little(0x10070) - Little(0x10078));
            case "squashfs":
                return new(Little(40), 0);
            default:
                return null;
        }
    }

    private sealed record Format(string Type, int Place, string Mark, int Uuid = 0, (int Place, int Length) UuidText = default, (int Place, int Length) Label = default);
}
