using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BootstrapVz.Test.Unit.Inspection;

/// <summary>Makes programs for UEFI firmware that hold nothing but what is told of them.</summary>
internal static class PeBuilder
{
    private const int Head = 0x80;
    private const int Optional = Head + 24;
    private const int OptionalLength = 240;

    public static byte[] Make(ushort machine, string? signer = null, string? commandLine = null)
    {
        var program = new byte[1024];
        "MZ"u8.CopyTo(program);
        program[0x3c] = Head;
        "PE\0\0"u8.CopyTo(program.AsSpan(Head));
        Short(Head + 4, machine);
        Short(Head + 20, OptionalLength);
        Short(Optional, 0x20b);
        if (commandLine is not null)
        {
            Short(Head + 6, 1);
            var section = Optional + OptionalLength;
            ".cmdline"u8.CopyTo(program.AsSpan(section));
            Number(section + 8, commandLine.Length);
            Number(section + 16, 512);
            Number(section + 20, 512);
            Encoding.ASCII.GetBytes(commandLine).CopyTo(program, 512);
        }

        if (signer is null)
            return program;
        var signature = Signature(signer);
        Number(Optional + 112 + 4 * 8, program.Length);
        Number(Optional + 112 + 4 * 8 + 4, 8 + signature.Length);
        var entry = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(entry, 8 + signature.Length);
        entry[5] = 2;
        entry[6] = 2;
        return [.. program, .. entry, .. signature];

        void Short(int place, ushort number) => BinaryPrimitives.WriteUInt16LittleEndian(program.AsSpan(place), number);
        void Number(int place, int number) => BinaryPrimitives.WriteInt32LittleEndian(program.AsSpan(place), number);
    }

    // As much of a SignedData as stands before its signers: RFC 2315, section 9.1.
    private static byte[] Signature(string signer)
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=" + signer, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(99));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var (content, certificates) = (new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true), new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true));
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(content))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                    writer.WriteNull();
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier("1.3.6.1.4.1.311.2.1.4");
                using (writer.PushSetOf(certificates))
                    writer.WriteEncodedValue(certificate.RawData);
            }
        }

        return writer.Encode();
    }
}
