using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BootstrapVz.Common.SecureBoot;

/// <summary>A program that firmware starts, to which signatures can be added.</summary>
/// <remarks>
/// Microsoft, "PE Format", sections "Optional Header" and "The Attribute Certificate Table"; "Windows Authenticode Portable Executable
/// Signature Format", section "Calculating the PE Image Hash".
/// </remarks>
internal sealed class EfiProgram
{
    private const int Alignment = 8;          // of attribute certificates
    private const int EntryHeader = 8;        // their length, revision and type
    private const ushort Revision = 0x0200;   // WIN_CERT_REVISION_2_0
    private const ushort SignedData = 0x0002; // WIN_CERT_TYPE_PKCS_SIGNED_DATA

    private readonly byte[] _content;
    private readonly int _checksum;
    private readonly int _directory;

    private EfiProgram(byte[] content, int checksum, int directory) => (_content, _checksum, _directory) = (content, checksum, directory);

    /// <summary>Where signatures begin, or would.</summary>
    private int End => Entry(0) is > 0 and var start ? start : _content.Length;

    /// <summary>Reads a file; null when it is of another kind.</summary>
    public static EfiProgram? Parse(byte[] content)
    {
        if (PeLayout.Of(content) is not { } layout)
            return null;
        var file = new EfiProgram(content, layout.Checksum, layout.Certificates);
        return file.End <= content.Length ? file : null;
    }

    /// <summary>The hash that a signature is made of: of everything but checksum and signatures.</summary>
    public byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_content, 0, _checksum);
        hash.AppendData(_content, _checksum + 4, _directory - _checksum - 4);
        hash.AppendData(_content, _directory + 8, End - _directory - 8);
        hash.AppendData(new byte[Padding(End)]);
        return hash.GetHashAndReset();
    }

    /// <summary>The file with one more signature; those it has stay.</summary>
    /// <param name="signature">PKCS #7 signed data over <see cref="Digest"/>.</param>
    public byte[] WithSignature(byte[] signature)
    {
        var start = End + Padding(End);
        var before = _content.Length > End ? Entry(1) : 0;
        var length = EntryHeader + signature.Length;
        var signed = new byte[start + before + length + Padding(length)];
        _content.AsSpan(0, Math.Min(_content.Length, start + before)).CopyTo(signed);
        var entry = signed.AsSpan(start + before);
        BinaryPrimitives.WriteInt32LittleEndian(entry, length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], Revision);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], SignedData);
        signature.CopyTo(entry[EntryHeader..]);
        BinaryPrimitives.WriteInt32LittleEndian(signed.AsSpan(_directory), start);
        BinaryPrimitives.WriteInt32LittleEndian(signed.AsSpan(_directory + 4), signed.Length - start);
        return signed;
    }

    // The place of the signatures, then how long they are.
    private int Entry(int field) => BinaryPrimitives.ReadInt32LittleEndian(_content.AsSpan(_directory + field * 4));

    private static int Padding(int length) => (Alignment - length % Alignment) % Alignment;
}
