using System.Buffers.Binary;
using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Common.SecureBoot;

namespace BootstrapVz.Common.Qemu;

/// <summary>The file in which QEMU's firmware keeps its variables, as long as the firmware does not run.</summary>
/// <remarks>
/// UEFI Platform Initialization specification 1.7, volume 3, section 3.2.1.1; EDK II, MdeModulePkg/Include/Guid/VariableFormat.h:
/// VARIABLE_STORE_HEADER and AUTHENTICATED_VARIABLE_HEADER.
/// </remarks>
internal static class FirmwareVariables
{
    private const int VolumeHeaderLength = 48; // where the volume's header says how long it is
    private const int StoreHeader = 28;
    private const int Header = 60;
    private const ushort Start = 0x55aa;
    private const byte Added = 0x3f;
    private const uint Kept = 0x3; // and seen before the system starts
    private static readonly (string Name, Guid Vendor) Enforced = ("SecureBootEnable", new("f0a30bc7-af08-4556-99c4-001009c93a44"));

    /// <summary>Has the firmware trust one certificate and nothing else.</summary>
    /// <param name="path">A file without certificates.</param>
    /// <param name="certificate">A file with a certificate, PEM or DER.</param>
    /// <exception cref="BuildException">The certificate cannot be read.</exception>
    public static void Trust(string path, string certificate)
    {
        using var trusted = SigningKey.ReadCertificate(certificate);
        var file = File.ReadAllBytes(path);
        foreach (var variable in EfiVariable.All)
            Add(file, variable.Name, variable.Vendor, EfiVariable.Attributes, EfiVariable.List(trusted.RawData));
        Add(file, Enforced.Name, Enforced.Vendor, Kept, [1]);
        File.WriteAllBytes(path, file);
    }

    private static void Add(byte[] file, string name, Guid vendor, uint attributes, byte[] value)
    {
        var entry = file.AsSpan(FirstFree(file));
        var letters = Encoding.Unicode.GetBytes(name + "\0");
        entry[..Header].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(entry, Start);
        entry[2] = Added;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], attributes);
        BinaryPrimitives.WriteInt32LittleEndian(entry[36..], letters.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry[40..], value.Length);
        vendor.TryWriteBytes(entry[44..]);
        letters.CopyTo(entry[Header..]);
        value.CopyTo(entry[(Header + letters.Length)..]);
    }

    private static int FirstFree(byte[] file)
    {
        var place = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(VolumeHeaderLength)) + StoreHeader;
        while (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(place)) == Start)
        {
            var length = Header + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(place + 36)) + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(place + 40));
            place += (length + 3) / 4 * 4;
        }

        return place;
    }
}
