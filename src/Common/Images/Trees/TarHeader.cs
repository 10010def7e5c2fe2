using System.Globalization;
using System.Text;

namespace BootstrapVz.Common.Images.Trees;

/// <summary>The blocks that stand before a member's content.</summary>
/// <remarks>Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format".</remarks>
internal static class TarHeader
{
    /// <summary>Everything in an archive is a multiple of this.</summary>
    public const int Block = 512;

    private const int NameLength = 100;
    private const char Extended = 'x';

    /// <summary>The header, and before it an extended one for what does not fit or has no place in it.</summary>
    /// <param name="member">The member; names are bytes, one character for one byte.</param>
    public static byte[] Of(TarMember member)
    {
        var records = new StringBuilder();
        void Record(string key, string value) => records.Append(RecordOf(key, value));
        if (member.Name.Length > NameLength)
            Record("path", member.Name);
        if (member.Target.Length > NameLength)
            Record("linkpath", member.Target);
        if (!Fits(member.Size, 11))
            Record("size", Decimal(member.Size));
        if (!Fits(member.User, 7))
            Record("uid", Decimal(member.User));
        if (!Fits(member.Group, 7))
            Record("gid", Decimal(member.Group));
        foreach (var (name, value) in member.Attributes)
            Record("SCHILY.xattr." + name, Encoding.Latin1.GetString(value));
        if (records.Length == 0)
            return Plain(member);
        var content = Encoding.Latin1.GetBytes(records.ToString());
        var extended = Plain(new(Extended, "./PaxHeaders/" + member.Name[(member.Name.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/')) { Mode = 0x1a4, Size = content.Length, Seconds = member.Seconds });
        return [.. extended, .. content, .. new byte[Padding(content.Length)], .. Plain(member)];
    }

    /// <summary>How many zeros follow content of a length.</summary>
    public static int Padding(long length) => (int)((Block - length % Block) % Block);

    private static byte[] Plain(TarMember member)
    {
        var header = new byte[Block];
        Text(0, NameLength, member.Name);
        Number(100, 7, member.Mode);
        Number(108, 7, Fits(member.User, 7) ? member.User : 0);
        Number(116, 7, Fits(member.Group, 7) ? member.Group : 0);
        Number(124, 11, Fits(member.Size, 11) ? member.Size : 0);
        Number(136, 11, Math.Max(0, member.Seconds));
        header[156] = (byte)member.Type;
        Text(157, NameLength, member.Target);
        Text(257, 8, "ustar\000");
        Number(329, 7, member.DeviceMajor);
        Number(337, 7, member.DeviceMinor);
        // The checksum counts itself as blanks.
        Text(148, 8, "        ");
        Number(148, 6, header.Sum(b => b));
        header[155] = (byte)' ';
        return header;

        void Text(int place, int length, string text) => Encoding.Latin1.GetBytes(text.AsSpan(0, Math.Min(length, text.Length)), header.AsSpan(place));
        void Number(int place, int digits, long number)
        {
            Text(place, digits, Convert.ToString(number, 8).PadLeft(digits, '0'));
            header[place + digits] = 0;
        }
    }

    // A record's length counts its own digits.
    private static string RecordOf(string key, string value)
    {
        var rest = key.Length + value.Length + 3;
        var length = rest + Decimal(rest).Length;
        length = rest + Decimal(length).Length;
        return $"{Decimal(length)} {key}={value}\n";
    }

    private static bool Fits(long number, int digits) => number < 1L << (3 * digits);

    private static string Decimal(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A member of an archive.</summary>
/// <param name="Type">Its typeflag: <c>0</c> file, <c>1</c> hard link, <c>2</c> symbolic link, <c>3</c> and <c>4</c> devices, <c>5</c> directory, <c>6</c> pipe.</param>
/// <param name="Name">Its name.</param>
internal sealed record TarMember(char Type, string Name)
{
    public string Target { get; init; } = "";

    public int Mode { get; init; }

    public uint User { get; init; }

    public uint Group { get; init; }

    public long Size { get; init; }

    public long Seconds { get; init; }

    public uint DeviceMajor { get; init; }

    public uint DeviceMinor { get; init; }

    public IReadOnlyList<(string Name, byte[] Value)> Attributes { get; init; } = [];
}
