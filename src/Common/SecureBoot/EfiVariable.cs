using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.SecureBoot;

/// <summary>A variable in which firmware keeps the certificates it trusts.</summary>
/// <remarks>UEFI specification 2.10, sections 8.2.2, 32.4.1 and 32.5.</remarks>
internal sealed record EfiVariable(string Name, Guid Vendor)
{
    /// <summary>Kept, seen before and after the system starts, and changed only by who signs the change with a newer date.</summary>
    public const uint Attributes = 0x27;

    private const ushort Revision = 0x0200;
    private const ushort GuidCertificate = 0x0ef1; // WIN_CERT_TYPE_EFI_GUID
    private static readonly Guid Global = new("8be4df61-93ca-11d2-aa0d-00e098032b8c");
    private static readonly Guid ImageSecurity = new("d719b2cb-3d3a-4596-a3bc-dad00e67656f");
    private static readonly Guid X509 = new("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");
    private static readonly Guid Pkcs7 = new("4aafd29d-68df-49ee-8aa9-347d375665a7");

    /// <summary>What may start, who may change that, and who owns the machine; the last ends the firmware's setup mode.</summary>
    public static IReadOnlyList<EfiVariable> All { get; } = [new("db", ImageSecurity), new("KEK", Global), new("PK", Global)];

    /// <summary>A certificate as these variables hold it: an EFI_SIGNATURE_LIST of one.</summary>
    public static byte[] List(byte[] certificate)
    {
        var owner = DeterministicId.Uuid(Convert.ToHexStringLower(SHA256.HashData(certificate)), "owner");
        var list = new byte[28 + 16 + certificate.Length];
        X509.TryWriteBytes(list);
        BinaryPrimitives.WriteInt32LittleEndian(list.AsSpan(16), list.Length);
        BinaryPrimitives.WriteInt32LittleEndian(list.AsSpan(24), 16 + certificate.Length);
        owner.TryWriteBytes(list.AsSpan(28));
        certificate.CopyTo(list, 44);
        return list;
    }

    /// <summary>A value with the signature that lets firmware take it: EFI_VARIABLE_AUTHENTICATION_2, then the value.</summary>
    public byte[] Authenticated(SigningKey key, byte[] value, DateTimeOffset date)
    {
        var time = Time(date);
        var attributes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(attributes, Attributes);
        var signature = key.OverBytes([.. Encoding.Unicode.GetBytes(Name), .. Vendor.ToByteArray(), .. attributes, .. time, .. value]);
        var header = new byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(header, header.Length + signature.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), Revision);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), GuidCertificate);
        Pkcs7.TryWriteBytes(header.AsSpan(8));
        return [.. time, .. header, .. signature, .. value];
    }

    // EFI_TIME; what is smaller than a second, and the zone, have to be zero.
    private static byte[] Time(DateTimeOffset date)
    {
        var utc = date.UtcDateTime;
        var time = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(time, (ushort)utc.Year);
        (time[2], time[3], time[4], time[5], time[6]) = ((byte)utc.Month, (byte)utc.Day, (byte)utc.Hour, (byte)utc.Minute, (byte)utc.Second);
        return time;
    }
}
