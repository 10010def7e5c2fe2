using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Inspection;

/// <summary>What partition tables mean by their types.</summary>
/// <remarks>
/// Sources: Discoverable Partitions Specification (uapi-group.org); UEFI specification 2.10, sections 5.2.2 and 5.3.3; GRUB manual,
/// "BIOS installation".
/// </remarks>
internal static class PartitionTypeNames
{
    // Beside those that images get here.
    private static readonly Dictionary<string, string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["A19D880F-05FC-4D3B-A006-743F0F84911E"] = "RAID",
        ["ef"] = "EFI system",
        ["82"] = "swap",
        ["83"] = "Linux data",
        ["8e"] = "LVM",
        ["fd"] = "RAID",
    };

    /// <summary>A type in words; as it is when it is not known.</summary>
    public static string Of(string type) =>
        Guid.TryParse(type, out var guid) && PartitionTypes.Meanings.TryGetValue(guid, out var meaning) ? meaning : Others.GetValueOrDefault(type, type);
}
