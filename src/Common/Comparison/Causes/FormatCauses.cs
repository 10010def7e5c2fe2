using System.IO.Compression;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Comparison.Causes;

/// <summary>Recognises times in the headers of file formats, and looks into compressed files.</summary>
internal static class FormatCauses
{
    private const int MostUnpacked = 256 << 20;

    private static readonly byte[] Gzip = [0x1f, 0x8b];
    private static readonly byte[] Xz = [0xfd, .. "7zXZ"u8];
    private static readonly byte[] Zstd = [0x28, 0xb5, 0x2f, 0xfd];

    private static readonly Func<Evidence, string?>[] Table =
    [
        // RFC 1952, 2.3: the time is in bytes 4 to 7.
        file => file.Begin(Gzip) && file.Position is >= 4 and < 8 ? "the time in the header of gzip: 'gzip -n' leaves it out" : null,
        // PEP 552: flags of zero, then the source's time.
        file => IsCompiledPython(file) && file.Position is >= 8 and < 12 ? "the source's time in compiled Python: see PEP 552 for another way" : null,
        // ar(5): a member's time is in bytes 16 to 27 of a header that ends with "`\n".
        file => file.Begin("!<arch>\n"u8) && InHeader(file, 16, 12, 58, "`\n"u8) ? "the time of a member of an ar archive: 'ar D' leaves it out" : null,
        // tar(5), ustar: 136 to 147, with the mark at 257.
        file => InHeader(file, 136, 12, 257, "ustar"u8) ? "the time of a member of a tar archive: see '--mtime' of tar(1)" : null,
        // cpio(5), newc: 46 to 53.
        file => InHeader(file, 46, 8, 0, "070701"u8) ? "the time of a member of a cpio archive" : null,
        file => InHeader(file, 6, 8, 0, "070701"u8) ? "inode numbers in a cpio archive: 'cpio --reproducible' leaves them out" : null,
        file => Unpacked(file) is { } inner && ContentCauses.Of(inner) is { } cause ? "in what is compressed: " + cause : null,
    ];

    public static string? Of(Evidence file) => Table.Select(recognise => recognise(file)).FirstOrDefault(cause => cause is not null);

    // CPython's magic number ends with "\r\n".
    private static bool IsCompiledPython(Evidence file) =>
        file.First.Length > 16 && file.Second.Length > 16 && file.First.AsSpan(2, 2).SequenceEqual("\r\n"u8) && file.First.AsSpan(4, 4).SequenceEqual(new byte[4]);

    // Whether what differs is in a field of a header, which is found by its mark.
    private static bool InHeader(Evidence file, int field, int length, int markAt, ReadOnlySpan<byte> mark)
    {
        for (var start = Math.Max(0, file.Position - field - length + 1); start <= file.Position - field; start++)
        {
            if (start + markAt + mark.Length <= Math.Min(file.First.Length, file.Second.Length)
                && file.First.AsSpan(start + markAt).StartsWith(mark) && file.Second.AsSpan(start + markAt).StartsWith(mark))
            {
                return true;
            }
        }

        return false;
    }

    private static Evidence? Unpacked(Evidence file)
    {
        try
        {
            return Unpack(file.First) is { } first && Unpack(file.Second) is { } second && !first.AsSpan().SequenceEqual(second)
                ? new(first, second, file.Before, file.After)
                : null;
        }
        catch (InvalidDataException)
        {
            return null; // it only looks like one, or is damaged
        }
    }

    private static unsafe byte[]? Unpack(byte[] packed)
    {
        fixed (byte* start = packed)
        {
            using Stream? stream = packed.AsSpan().StartsWith(Gzip) ? new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)
                : packed.AsSpan().StartsWith(Xz) ? new XzStream(start, packed.Length)
                : packed.AsSpan().StartsWith(Zstd) ? new ZstdStream(start, packed.Length)
                : null;
            if (stream is null)
                return null;
            using var content = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (var read = stream.Read(buffer); read > 0 && content.Length < MostUnpacked; read = stream.Read(buffer))
                content.Write(buffer, 0, read);
            return content.ToArray();
        }
    }
}
