using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BootstrapVz.Common.SecureBoot;

namespace BootstrapVz.Common.Inspection.Boot;

/// <summary>A program in the format that UEFI firmware starts.</summary>
/// <remarks>Source: Microsoft's PE format, "COFF file header" and "The attribute certificate table".</remarks>
internal sealed class PeFile
{
    private const int HeadLength = 4096;
    private const ushort SignedData = 2; // WIN_CERT_TYPE_PKCS_SIGNED_DATA

    private readonly ByteSource _bytes;
    private readonly byte[] _head;
    private readonly PeLayout _layout;

    private PeFile(ByteSource bytes, byte[] head, PeLayout layout) => (_bytes, _head, _layout) = (bytes, head, layout);

    /// <summary>Debian's name of the architecture; null for another one.</summary>
    public string? Architecture => Short(_layout.Coff) switch { 0x8664 => "amd64", 0xaa64 => "arm64", 0x14c => "i386", 0x5064 => "riscv64", _ => null };

    /// <summary>Whether there is a signature.</summary>
    public bool IsSigned => Signatures().Any();

    /// <summary>Names of the certificates in its signatures.</summary>
    public IReadOnlyList<string> Certificates => [.. Signatures().SelectMany(Names).Distinct()];

    /// <summary>Null when it is no such program.</summary>
    public static PeFile? Open(ByteSource bytes)
    {
        var head = bytes.Take(0, HeadLength);
        return PeLayout.Of(head) is { } layout ? new(bytes, head, layout) : null;
    }

    /// <summary>The text of a section; null when there is none of that name.</summary>
    public string? SectionText(string name)
    {
        var place = _layout.Optional + Short(_layout.Coff + 16);
        for (var left = Short(_layout.Coff + 2); left > 0 && place + 40 <= _head.Length; left--, place += 40)
        {
            if (Encoding.ASCII.GetString(_head, place, 8).TrimEnd('\0') == name)
                return Encoding.UTF8.GetString(_bytes.Take(Number(place + 20), Math.Min(Number(place + 8), Number(place + 16)))).TrimEnd('\0', '\n');
        }

        return null;
    }

    private IEnumerable<byte[]> Signatures()
    {
        var (place, end) = (Number(_layout.Certificates), Number(_layout.Certificates) + Number(_layout.Certificates + 4));
        while (place > 0 && place + 8 < end)
        {
            var entry = _bytes.Take(place, 8);
            var length = entry.Length == 8 ? BinaryPrimitives.ReadUInt32LittleEndian(entry) : 0;
            if (length <= 8)
                yield break;
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(6)) == SignedData)
                yield return _bytes.Take(place + 8, length - 8);
            place += (length + 7) / 8 * 8;
        }
    }

    // The certificates of a SignedData: RFC 2315, section 9.1.
    private static List<string> Names(byte[] signature)
    {
        var names = new List<string>();
        try
        {
            var content = new AsnReader(signature, AsnEncodingRules.BER, new() { SkipSetSortOrderVerification = true }).ReadSequence();
            content.ReadObjectIdentifier();
            var signed = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
            signed.ReadInteger();
            signed.ReadSetOf();
            signed.ReadEncodedValue();
            var certificates = signed.ReadSetOf(new Asn1Tag(TagClass.ContextSpecific, 0));
            while (certificates.HasData)
            {
                using var certificate = X509CertificateLoader.LoadCertificate(certificates.ReadEncodedValue().Span);
                names.Add(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
            }
        }
        catch (Exception error) when (error is AsnContentException or CryptographicException)
        {
            // Signed by something this does not understand: that it is signed is told all the same.
        }

        return names;
    }

    private ushort Short(int place) => BinaryPrimitives.ReadUInt16LittleEndian(_head.AsSpan(place));

    private uint Number(int place) => BinaryPrimitives.ReadUInt32LittleEndian(_head.AsSpan(place));
}
