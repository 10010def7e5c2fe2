using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Common.SecureBoot;

/// <summary>
/// A key with its certificate, as firmware trusts them. Signatures hold no time of signing, which sbsign(1) puts into its own, so that the
/// same file gets the same signature every time.
/// </summary>
/// <remarks>PKCS #7 (RFC 2315), section 9; UEFI specification 2.10, section 32.2.4.</remarks>
public sealed class SigningKey : IDisposable
{
    private const string Recipe = "openssl req -new -x509 -newkey rsa:2048 -noenc -keyout KEY -out CERTIFICATE makes both";
    private const string Data = "1.2.840.113549.1.7.1";
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string IndirectData = "1.3.6.1.4.1.311.2.1.4";  // SPC_INDIRECT_DATA_OBJID
    private const string PeImageData = "1.3.6.1.4.1.311.2.1.15"; // SPC_PE_IMAGE_DATAOBJ
    private static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly RSA _key;
    private readonly X509Certificate2 _certificate;

    private SigningKey(RSA key, X509Certificate2 certificate) => (_key, _certificate) = (key, certificate);

    /// <summary>The certificate in DER.</summary>
    public byte[] Certificate => _certificate.RawData;

    /// <summary>Reads both.</summary>
    /// <param name="key">A file with an RSA key in PEM.</param>
    /// <param name="certificate">A file with its certificate in PEM or DER.</param>
    /// <exception cref="BuildException">One of them cannot be read, or they do not belong together.</exception>
    public static SigningKey Read(string key, string certificate)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(File.ReadAllText(key));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw new BuildException($"'{key}' holds no RSA key in PEM without a passphrase", Recipe);
        }

        var holder = ReadCertificate(certificate);
        if (holder.GetRSAPublicKey() is not { } shown || !shown.ExportRSAPublicKey().AsSpan().SequenceEqual(rsa.ExportRSAPublicKey()))
            throw new BuildException($"the certificate '{certificate}' is not that of the key '{key}'", "give the certificate that was made with the key");
        return new(rsa, holder);
    }

    /// <summary>Reads a certificate.</summary>
    /// <param name="path">A file in PEM or DER.</param>
    /// <exception cref="BuildException">It is none, or cannot be read.</exception>
    internal static X509Certificate2 ReadCertificate(string path)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(path);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"'{path}' is no certificate, or cannot be read", Recipe);
        }
    }

    /// <summary>Adds a signature to a program; null when the file is none.</summary>
    internal byte[]? Sign(byte[] program) => EfiProgram.Parse(program) is { } file ? file.WithSignature(OverProgram(file.Digest())) : null;

    /// <summary>Signed data over bytes that are not part of it, without the wrapping that UEFI variables do not have.</summary>
    internal byte[] OverBytes(byte[] bytes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        WriteSignedData(writer, Data, content: null, attributes: null, _key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return writer.Encode();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _certificate.Dispose();
    }

    private byte[] OverProgram(byte[] digest)
    {
        var content = Written(writer => WriteIndirectData(writer, digest));
        // The message is what is inside of the outer sequence: RFC 2315, section 9.3.
        var message = new AsnReader(content, AsnEncodingRules.DER).PeekContentBytes();
        var attributes = Written(writer => WriteAttributes(writer, SHA256.HashData(message.Span)));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(First))
                WriteSignedData(writer, IndirectData, content, attributes, _key.SignData(attributes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        return writer.Encode();
    }

    private void WriteSignedData(AsnWriter writer, string type, byte[]? content, byte[]? attributes, byte[] signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSetOf())
                WriteAlgorithm(writer, Sha256);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(type);
                if (content is not null)
                {
                    using (writer.PushSequence(First))
                        writer.WriteEncodedValue(content);
                }
            }

            using (writer.PushSetOf(First))
                writer.WriteEncodedValue(Certificate);
            using (writer.PushSetOf())
                WriteSigner(writer, attributes, signature);
        }
    }

    private void WriteSigner(AsnWriter writer, byte[]? attributes, byte[] signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(_certificate.IssuerName.RawData);
                writer.WriteInteger(new BigInteger(_certificate.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true));
            }

            WriteAlgorithm(writer, Sha256);
            if (attributes is not null)
            {
                // The same set, tagged as the field it is here.
                byte[] tagged = [0xa0, .. attributes.AsSpan(1)];
                writer.WriteEncodedValue(tagged);
            }

            WriteAlgorithm(writer, RsaEncryption);
            writer.WriteOctetString(signature);
        }
    }

    private static void WriteAttributes(AsnWriter writer, byte[] digest)
    {
        using (writer.PushSetOf())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(ContentType);
                using (writer.PushSetOf())
                    writer.WriteObjectIdentifier(IndirectData);
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(MessageDigest);
                using (writer.PushSetOf())
                    writer.WriteOctetString(digest);
            }
        }
    }

    private static void WriteIndirectData(AsnWriter writer, byte[] digest)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(PeImageData);
                // No flags, and a file without a name: SpcPeImageData, SpcLink.
                writer.WriteEncodedValue([0x30, 0x09, 0x03, 0x01, 0x00, 0xa0, 0x04, 0xa2, 0x02, 0x80, 0x00]);
            }

            using (writer.PushSequence())
            {
                WriteAlgorithm(writer, Sha256);
                writer.WriteOctetString(digest);
            }
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm);
            writer.WriteNull();
        }
    }

    private static byte[] Written(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
