using System.Buffers.Binary;

namespace BootstrapVz.Common.SecureBoot;

/// <summary>Where things stand in a program that UEFI firmware starts.</summary>
/// <param name="Coff">The COFF file header.</param>
/// <param name="Optional">The optional header.</param>
/// <param name="Certificates">The data directory of signatures: their place, then how long they are.</param>
/// <remarks>Source: Microsoft, "PE Format", sections "Signature", "COFF File Header" and "Optional Header".</remarks>
internal sealed record PeLayout(int Coff, int Optional, int Certificates)
{
    private const int Pointer = 0x3c;
    private const int CoffLength = 20;
    private const int CertificateTable = 4; // among the data directories, of 8 bytes each
    private const ushort Wide = 0x20b;      // PE32+, which has wider fields before the directories

    /// <summary>The sum over the file, which signatures leave out.</summary>
    public int Checksum => Optional + 64;

    /// <summary>Looks at a file's beginning; null when it is no such program.</summary>
    public static PeLayout? Of(ReadOnlySpan<byte> head)
    {
        if (head.Length < Pointer + 4 || !head.StartsWith("MZ"u8))
            return null;
        var start = BinaryPrimitives.ReadInt32LittleEndian(head[Pointer..]);
        if (start <= 0 || start > head.Length - 4 - CoffLength - 2 || !head[start..].StartsWith("PE\0\0"u8))
            return null;
        var optional = start + 4 + CoffLength;
        var certificates = optional + (BinaryPrimitives.ReadUInt16LittleEndian(head[optional..]) == Wide ? 112 : 96) + CertificateTable * 8;
        return certificates + 8 <= head.Length ? new(start + 4, optional, certificates) : null;
    }
}
