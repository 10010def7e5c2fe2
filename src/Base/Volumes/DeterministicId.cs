using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Base.Volumes;

/// <summary>Identifiers that follow from a seed, so that the same build gives the same image.</summary>
public static class DeterministicId
{
    private const string LvmCharacters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>A UUID for one purpose.</summary>
    /// <param name="seed">Stands for the build: equal seeds give equal identifiers.</param>
    /// <param name="purpose">Tells identifiers of one build apart.</param>
    /// <returns>The first 128 bits of a SHA-256, marked as version 8.</returns>
    /// <remarks>Source: RFC 9562, sections 4.1 and 5.8.</remarks>
    public static Guid Uuid(string seed, string purpose)
    {
        var bytes = Hash(seed, purpose)[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>An identifier as LVM has them: 32 letters and digits.</summary>
    public static string Lvm(string seed, string purpose) => string.Concat(Hash(seed, purpose).Select(b => LvmCharacters[b % LvmCharacters.Length]));

    /// <summary>A number for one purpose, never zero, which would mean that there is none.</summary>
    public static uint Number(string seed, string purpose) =>
        Math.Max(1, BinaryPrimitives.ReadUInt32BigEndian(Hash(seed, purpose)));

    /// <summary>A FAT volume number as blkid(8) and fstab(5) write it: <c>1A2B-3C4D</c>.</summary>
    public static string VfatSerial(string seed, string purpose)
    {
        var hex = Number(seed, purpose).ToString("X8", CultureInfo.InvariantCulture);
        return hex[..4] + "-" + hex[4..];
    }

    private static byte[] Hash(string seed, string purpose) => SHA256.HashData(Encoding.UTF8.GetBytes(seed + "\0" + purpose));
}
