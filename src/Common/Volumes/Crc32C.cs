using System.Buffers.Binary;
using System.Numerics;

namespace BootstrapVz.Common.Volumes;

/// <summary>The checksum of ext4, xfs, btrfs and VHDX: CRC-32C, RFC 3720, appendix B.4.</summary>
internal static class Crc32C
{
    /// <summary>Goes on with a sum, without the usual inversions, which not every format makes.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
            sum = BitOperations.Crc32C(sum, b);
        return sum;
    }
}
