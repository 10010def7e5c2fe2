using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BootstrapVz.Common.Volumes.Luks;

/// <summary>Blows a key up to many stripes, all of which are needed to have it back, so that overwriting a few destroys it.</summary>
/// <remarks>Source: LUKS1 On-Disk Format Specification 1.2.3, section 2.4, with SHA-256.</remarks>
internal static class AntiForensic
{
    /// <summary>How many stripes there are; the specification's own number.</summary>
    public const int Stripes = 4000;

    /// <summary>Splits a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="random">Nobody may guess it who has not the key: one stripe less than there will be.</param>
    public static byte[] Split(ReadOnlySpan<byte> key, ReadOnlySpan<byte> random)
    {
        var stripes = new byte[key.Length * Stripes];
        random.CopyTo(stripes);
        var mixed = new byte[key.Length];
        for (var at = 0; at < random.Length; at += key.Length)
        {
            Xor(mixed, random.Slice(at, key.Length));
            Diffuse(mixed);
        }

        Xor(mixed, key);
        mixed.CopyTo(stripes.AsSpan(random.Length));
        return stripes;
    }

    private static void Diffuse(Span<byte> block)
    {
        Span<byte> input = stackalloc byte[4 + SHA256.HashSizeInBytes];
        for (var at = 0; at < block.Length; at += SHA256.HashSizeInBytes)
        {
            BinaryPrimitives.WriteInt32BigEndian(input, at / SHA256.HashSizeInBytes);
            block.Slice(at, SHA256.HashSizeInBytes).CopyTo(input[4..]);
            SHA256.HashData(input, block[at..]);
        }
    }

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < data.Length; i++)
            data[i] ^= other[i];
    }
}
