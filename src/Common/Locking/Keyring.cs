using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Common.Locking;

/// <summary>The keys in an OpenPGP keyring.</summary>
internal static class Keyring
{
    private const int PublicKey = 6;

    /// <summary>Fingerprints of the primary keys, in upper-case hexadecimal and sorted.</summary>
    /// <remarks>RFC 9580, sections 4.2 (packets), 5.5.4 (fingerprints) and 6.2 (armour).</remarks>
    public static IReadOnlyList<string> Fingerprints(byte[] content) =>
        [.. Packets(Unarmoured(content)).Where(p => p.Tag == PublicKey).Select(p => Fingerprint(p.Body)).Order(StringComparer.Ordinal)];

    private static byte[] Unarmoured(byte[] content)
    {
        var text = Encoding.ASCII.GetString(content);
        if (!text.TrimStart().StartsWith("-----BEGIN PGP", StringComparison.Ordinal))
            return content;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var body = lines.SkipWhile(line => line.Trim().Length > 0).Skip(1).TakeWhile(line => !line.StartsWith("-----", StringComparison.Ordinal) && !line.StartsWith('='));
        return Convert.FromBase64String(string.Concat(body.Select(line => line.Trim())));
    }

    private static IEnumerable<(int Tag, byte[] Body)> Packets(byte[] bytes)
    {
        for (var at = 0; at + 2 <= bytes.Length && (bytes[at] & 0x80) != 0;)
        {
            int tag;
            long length;
            if ((bytes[at] & 0x40) != 0)
            {
                tag = bytes[at] & 0x3f;
                (length, at) = bytes[at + 1] switch
                {
                    < 192 => ((long)bytes[at + 1], at + 2),
                    < 224 => (((bytes[at + 1] - 192) << 8) + bytes[at + 2] + 192, at + 3),
                    _ => (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 2)), at + 6),
                };
            }
            else
            {
                tag = (bytes[at] >> 2) & 0xf;
                (length, at) = (bytes[at] & 3) switch
                {
                    0 => ((long)bytes[at + 1], at + 2),
                    1 => (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 1)), at + 3),
                    2 => (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 1)), at + 5),
                    _ => (bytes.Length - at - 1, at + 1),
                };
            }

            if (at + length > bytes.Length)
                yield break;
            yield return (tag, bytes.AsSpan(at, (int)length).ToArray());
            at += (int)length;
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "version 4 fingerprints are SHA-1 by definition; nothing is trusted by them here")]
    private static string Fingerprint(byte[] key)
    {
        byte[] start = key[0] < 5
            ? [0x99, (byte)(key.Length >> 8), (byte)key.Length]
            : [0x9b, (byte)(key.Length >> 24), (byte)(key.Length >> 16), (byte)(key.Length >> 8), (byte)key.Length];
        byte[] all = [.. start, .. key];
        return Convert.ToHexString(key[0] < 5 ? SHA1.HashData(all) : SHA256.HashData(all));
    }
}
