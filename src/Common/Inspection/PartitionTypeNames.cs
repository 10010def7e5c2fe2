namespace BootstrapVz.Common.Inspection;

/// <summary>What partition tables mean by their types.</summary>
/// <remarks>
/// Sources: Discoverable Partitions Specification (uapi-group.org); UEFI specification 2.10, sections 5.2.2 and 5.3.3; GRUB manual,
/// "BIOS installation".
/// </remarks>
internal static class PartitionTypeNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["21686148-6449-6E6F-744E-656564454649"] = "BIOS boot",
        ["C12A7328-F81F-11D2-BA4B-00A0C93EC93B"] = "EFI system",
        ["BC13C2FF-59E6-4262-A352-B275FD6F7172"] = "extended boot",
        ["0657FD6D-A4AB-43C4-84E5-0933C84B4F4F"] = "swap",
        ["0FC63DAF-8483-4772-8E79-3D69D8477DE4"] = "Linux data",
        ["E6D6D379-F507-44C2-A23C-238F2A3DF928"] = "LVM",
        ["A19D880F-05FC-4D3B-A006-743F0F84911E"] = "RAID",
        ["CA7D7CCB-63ED-4C53-861C-1742536059CC"] = "LUKS",
        ["933AC7E1-2EB4-4F13-B844-0E14E2AEF915"] = "home",
        ["3B8F8425-20E0-4F3B-907F-1A25A76F98E8"] = "srv",
        ["4D21B016-B534-45C2-A9FB-5C16E091FD2D"] = "var",
        ["7EC6F557-3BC5-4ACA-B293-16EF5DF639D1"] = "var/tmp",
        ["4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709"] = "root (amd64)",
        ["44479540-F297-41B2-9AF7-D131D5F0458A"] = "root (i386)",
        ["B921B045-1DF0-41C3-AF44-4C6F280D3FAE"] = "root (arm64)",
        ["72EC70A6-CF74-40E6-BD49-4BDA08E8F224"] = "root (riscv64)",
        ["8484680C-9521-48C6-9C11-B0720656F69E"] = "usr (amd64)",
        ["75250D76-8CC6-458E-BD66-BD47CC81A812"] = "usr (i386)",
        ["B0E01050-EE5F-4390-949A-9101B17104E9"] = "usr (arm64)",
        ["BEAEC34B-8442-439B-A40B-984381ED097D"] = "usr (riscv64)",
        ["2C7357ED-EBD2-46D9-AEC1-23D437EC2BF5"] = "root verity (amd64)",
        ["DF3300CE-D69F-4C92-978C-9BFB0F38D820"] = "root verity (arm64)",
        ["ef"] = "EFI system",
        ["82"] = "swap",
        ["83"] = "Linux data",
        ["8e"] = "LVM",
        ["fd"] = "RAID",
    };

    /// <summary>A type in words; as it is when it is not known.</summary>
    public static string Of(string type) => Names.GetValueOrDefault(type, type);
}
