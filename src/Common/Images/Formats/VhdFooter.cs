using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Images.Formats;

/// <summary>Time and identifier in the footer of a VHD, and in its copy at the start of one that grows.</summary>
/// <remarks>Source: Microsoft, Virtual Hard Disk Image Format Specification 1.0, "Hard Disk Footer Format".</remarks>
internal static class VhdFooter
{
    private const int Length = 512;
    private const int TimeStamp = 24;
    private const int Checksum = 64;
    private const int UniqueId = 68;
    private const long FirstSecond = 946_684_800; // 2000-01-01, from which the format counts

    /// <summary>Sets them.</summary>
    public static void Identify(SafeFileHandle file, ImageIdentity identity)
    {
        var end = RandomAccess.GetLength(file) - Length;
        var footer = Read(file, end);
        if (!IsFooter(footer))
            throw new InvalidDataException("qemu-img has made a VHD without a footer");
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(TimeStamp), (uint)Math.Clamp(identity.Epoch - FirstSecond, 0, uint.MaxValue));
        identity.Uuid("vhd").TryWriteBytes(footer.AsSpan(UniqueId), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(Checksum), 0);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(Checksum), Sum(footer));
        RandomAccess.Write(file, footer, end);
        if (IsFooter(Read(file, 0)))
            RandomAccess.Write(file, footer, 0);
    }

    /// <summary>The ones' complement of the sum of all bytes but the checksum's own.</summary>
    public static uint Sum(ReadOnlySpan<byte> footer)
    {
        var sum = 0u;
        for (var place = 0; place < footer.Length; place++)
            sum += place is >= Checksum and < Checksum + 4 ? 0u : footer[place];
        return ~sum;
    }

    private static bool IsFooter(byte[] bytes) => bytes.AsSpan(0, 8).SequenceEqual("conectix"u8);

    private static byte[] Read(SafeFileHandle file, long place)
    {
        var bytes = new byte[Length];
        RandomAccess.Read(file, bytes, place);
        return bytes;
    }
}
