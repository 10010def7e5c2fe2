using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Reads tar archives as dpkg-deb accepts them: ustar, GNU long names, base-256 numbers and pax headers. Reading an entry skips what
/// is left of the one before.
/// </summary>
/// <remarks>Formats: tar(5) of libarchive and POSIX.1-2008 pax.</remarks>
internal sealed class TarReader(Stream source)
{
    private const int Block = 512;
    private const int LargestHeader = 1 << 20; // a name or pax record longer than this is an attack, not a package

    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly Dictionary<string, byte[]> _pax = [];
    private int _start;
    private int _end;
    private long _left;
    private long _padding;

    /// <summary>The next entry, or null at the end.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged or of an unknown kind.</exception>
    public TarEntry? Next()
    {
        string? name = null, link = null;
        _pax.Clear();
        while (true)
        {
            Skip();
            var header = Take(Block, atEnd: true);
            if (header.IsEmpty || header.IndexOfAnyExcept((byte)0) < 0)
                return null;
            CheckSum(header);
            var size = Number(header.Slice(124, 12));
            (_left, _padding) = (size, (Block - (size % Block)) % Block);
            switch ((char)header[156])
            {
                case 'L':
                    name = Latin1(Content(size));
                    continue;
                case 'K':
                    link = Latin1(Content(size));
                    continue;
                case 'x':
                    ReadPax(Content(size));
                    continue;
                case 'g':
                    Content(size);
                    continue;
                default:
                    return Entry(header, name, link, size);
            }
        }
    }

    /// <summary>The next bytes of the current entry's content; empty at its end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Read()
    {
        if (_left == 0)
            return default;
        if (_start == _end && !Fill())
            throw new InvalidDataException("the archive ends in the middle of a file");
        var count = (int)Math.Min(_left, _end - _start);
        var bytes = _buffer.AsSpan(_start, count);
        _start += count;
        _left -= count;
        return bytes;
    }

    /// <summary>The whole content of the current entry.</summary>
    public byte[] ReadAll()
    {
        var content = new MemoryStream();
        for (var bytes = Read(); !bytes.IsEmpty; bytes = Read())
            content.Write(bytes);
        return content.ToArray();
    }

    private TarEntry Entry(ReadOnlySpan<byte> header, string? name, string? link, long size)
    {
        var kind = (char)header[156] switch
        {
            '0' or '\0' or '7' => TarKind.File,
            '1' => TarKind.HardLink,
            '2' => TarKind.Symlink,
            '3' => TarKind.CharacterDevice,
            '4' => TarKind.BlockDevice,
            '5' => TarKind.Directory,
            '6' => TarKind.Fifo,
            var other => throw new InvalidDataException($"tar member of unknown type '{other}'"),
        };
        if (_pax.TryGetValue("size", out var longSize))
        {
            size = long.Parse(Latin1(longSize), CultureInfo.InvariantCulture);
            (_left, _padding) = (size, (Block - (size % Block)) % Block);
        }

        if (kind != TarKind.File)
            (_left, _padding) = (0, 0);
        var (seconds, nanoseconds) = Times(header);
        return new(Pax("path") ?? name ?? Name(header), kind, (uint)Number(header.Slice(100, 8)) & 0xFFF, kind == TarKind.File ? size : 0)
        {
            LinkName = Pax("linkpath") ?? link ?? Latin1(header.Slice(157, 100)),
            UserId = (uint)(PaxNumber("uid") ?? Number(header.Slice(108, 8))),
            GroupId = (uint)(PaxNumber("gid") ?? Number(header.Slice(116, 8))),
            UserName = Pax("uname") ?? Latin1(header.Slice(265, 32)),
            GroupName = Pax("gname") ?? Latin1(header.Slice(297, 32)),
            Seconds = seconds,
            Nanoseconds = nanoseconds,
            DeviceMajor = kind is TarKind.CharacterDevice or TarKind.BlockDevice ? (uint)Number(header.Slice(329, 8)) : 0,
            DeviceMinor = kind is TarKind.CharacterDevice or TarKind.BlockDevice ? (uint)Number(header.Slice(337, 8)) : 0,
            Attributes = Attributes(),
        };
    }

    private (long Seconds, long Nanoseconds) Times(ReadOnlySpan<byte> header)
    {
        if (Pax("mtime") is not { } text || !decimal.TryParse(text, CultureInfo.InvariantCulture, out var time))
            return (Number(header.Slice(136, 12)), 0);
        var seconds = Math.Floor(time);
        return ((long)seconds, (long)((time - seconds) * 1_000_000_000));
    }

    private Dictionary<string, byte[]>? Attributes()
    {
        const string prefix = "SCHILY.xattr.";
        Dictionary<string, byte[]>? found = null;
        foreach (var (key, value) in _pax)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
                (found ??= [])[key[prefix.Length..]] = value;
        }

        return found;
    }

    private static string Name(ReadOnlySpan<byte> header)
    {
        var name = Latin1(header[..100]);
        // GNU archives ("ustar  ") keep other things where POSIX ones have the prefix.
        var prefix = header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Latin1(header.Slice(345, 155)) : "";
        return prefix.Length == 0 ? name : prefix + "/" + name;
    }

    private void ReadPax(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            if (!Utf8Parser.TryParse(records, out int length, out var digits) || length <= digits + 1 || length > records.Length)
                throw new InvalidDataException("damaged pax header");
            var record = records[(digits + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 0)
                throw new InvalidDataException("damaged pax header");
            _pax[Latin1(record[..equals])] = record[(equals + 1)..].ToArray();
            records = records[length..];
        }
    }

    private string? Pax(string key) => _pax.TryGetValue(key, out var value) ? Encoding.Latin1.GetString(value) : null;

    private long? PaxNumber(string key) => Pax(key) is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private byte[] Content(long size)
    {
        if (size > LargestHeader)
            throw new InvalidDataException($"tar header of {size} bytes");
        return ReadAll();
    }

    private void Skip()
    {
        while (_left > 0)
            Read();
        Take((int)_padding, atEnd: true);
        _padding = 0;
    }

    private ReadOnlySpan<byte> Take(int count, bool atEnd = false)
    {
        while (_end - _start < count)
        {
            if (Fill())
                continue;
            if (atEnd && _start == _end)
                return default;
            throw new InvalidDataException("the archive ends too early");
        }

        _start += count;
        return _buffer.AsSpan(_start - count, count);
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var count = source.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }

    private static void CheckSum(ReadOnlySpan<byte> header)
    {
        var sum = 8 * ' ';
        for (var i = 0; i < Block; i++)
            sum += i is >= 148 and < 156 ? 0 : header[i];
        if (Number(header.Slice(148, 8)) != sum)
            throw new InvalidDataException("damaged tar header");
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            // Base-256: a set top bit, then a big-endian number; negative ones start with 0xFF.
            value = field[0] == 0xFF ? -1 : field[0] & 0x7F;
            foreach (var digit in field[1..])
                value = (value << 8) | digit;
            return value;
        }

        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
                throw new InvalidDataException("damaged number in a tar header");
            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    private static string Latin1(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
