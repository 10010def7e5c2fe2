using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BootstrapVz.Common.Volumes.Luks;

/// <summary>AES in XTS mode over sectors of 512 bytes, each numbered for itself: <c>aes-xts-plain64</c> of dm-crypt.</summary>
/// <remarks>Sources: IEEE 1619-2007, section 5.3; Documentation/admin-guide/device-mapper/dm-crypt.rst of the kernel.</remarks>
internal static class Xts
{
    /// <summary>Bytes of a key: two of AES-256, one for the data and one for the tweaks.</summary>
    public const int KeySize = 64;

    /// <summary>Bytes of a sector.</summary>
    public const int SectorSize = 512;

    private const int BlockSize = 16;
    private const ulong Polynomial = 0x87; // x^128 + x^7 + x^2 + x + 1

    /// <summary>Encrypts whole sectors in place.</summary>
    /// <param name="key">Both keys.</param>
    /// <param name="data">The sectors.</param>
    /// <param name="sector">The number of the first one.</param>
    public static void Encrypt(ReadOnlySpan<byte> key, Span<byte> data, long sector)
    {
        var rented = ArrayPool<byte>.Shared.Rent(data.Length);
        var tweaks = rented.AsSpan(0, data.Length);
        try
        {
            FillTweaks(key[(KeySize / 2)..], tweaks, sector);
            using var cipher = Aes.Create();
            cipher.SetKey(key[..(KeySize / 2)]);
            Xor(data, tweaks);
            cipher.EncryptEcb(data, data, PaddingMode.None);
            Xor(data, tweaks);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // The first tweak of a sector is its encrypted number, each further one the last times x.
    private static void FillTweaks(ReadOnlySpan<byte> key, Span<byte> tweaks, long sector)
    {
        var first = new byte[tweaks.Length / SectorSize * BlockSize];
        for (var i = 0; i < first.Length; i += BlockSize)
            BinaryPrimitives.WriteInt64LittleEndian(first.AsSpan(i), sector + i / BlockSize);
        using var cipher = Aes.Create();
        cipher.SetKey(key);
        cipher.EncryptEcb(first, first, PaddingMode.None);
        for (var at = 0; at < tweaks.Length; at += SectorSize)
        {
            var low = BinaryPrimitives.ReadUInt64LittleEndian(first.AsSpan(at / SectorSize * BlockSize));
            var high = BinaryPrimitives.ReadUInt64LittleEndian(first.AsSpan(at / SectorSize * BlockSize + 8));
            for (var block = at; block < at + SectorSize; block += BlockSize)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(tweaks[block..], low);
                BinaryPrimitives.WriteUInt64LittleEndian(tweaks[(block + 8)..], high);
                var carry = high >> 63;
                high = (high << 1) | (low >> 63);
                low = (low << 1) ^ (carry * Polynomial);
            }
        }
    }

    /// <summary>Changes each byte by another one.</summary>
    public static void Xor(Span<byte> data, ReadOnlySpan<byte> other)
    {
        var a = MemoryMarshal.Cast<byte, Vector<byte>>(data);
        var b = MemoryMarshal.Cast<byte, Vector<byte>>(other);
        for (var i = 0; i < a.Length; i++)
            a[i] ^= b[i];
        for (var i = a.Length * Vector<byte>.Count; i < data.Length; i++)
            data[i] ^= other[i];
    }
}
