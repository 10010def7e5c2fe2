namespace BootstrapVz.Base.Volumes;

/// <summary>The type that a partition table gives each partition.</summary>
/// <remarks>
/// Sources: Discoverable Partitions Specification (uapi-group.org); UEFI specification 2.10, section 5.3.3 for the EFI system partition;
/// GRUB manual, "BIOS installation", for the BIOS boot partition.
/// </remarks>
public static class PartitionTypes
{
    /// <summary>The GPT type of a partition for LVM, as sfdisk(8) has it.</summary>
    public static readonly Guid Lvm = new("E6D6D379-F507-44C2-A23C-238F2A3DF928");

    /// <summary>
    /// The GPT type of an encrypted partition. With that of its mount point systemd-gpt-auto-generator(8) would ask for a passphrase of its own
    /// accord, whatever crypttab(5) says.
    /// </summary>
    public static readonly Guid Luks = new("CA7D7CCB-63ED-4C53-861C-1742536059CC");

    /// <summary>The msdos type byte of a partition for LVM.</summary>
    public const byte MsdosLvm = 0x8e;

    private static readonly Guid LinuxData = new("0FC63DAF-8483-4772-8E79-3D69D8477DE4");

    private static readonly Dictionary<PartitionRole, Guid> ByRole = new()
    {
        [PartitionRole.Bios] = new("21686148-6449-6E6F-744E-656564454649"),
        [PartitionRole.Esp] = new("C12A7328-F81F-11D2-BA4B-00A0C93EC93B"),
        [PartitionRole.Boot] = new("BC13C2FF-59E6-4262-A352-B275FD6F7172"),
        [PartitionRole.Swap] = new("0657FD6D-A4AB-43C4-84E5-0933C84B4F4F"),
    };

    private static readonly Dictionary<string, Guid> ByMountPoint = new()
    {
        ["/home"] = new("933AC7E1-2EB4-4F13-B844-0E14E2AEF915"),
        ["/srv"] = new("3B8F8425-20E0-4F3B-907F-1A25A76F98E8"),
        ["/var"] = new("4D21B016-B534-45C2-A9FB-5C16E091FD2D"),
        ["/var/tmp"] = new("7EC6F557-3BC5-4ACA-B293-16EF5DF639D1"),
    };

    private static readonly Dictionary<(string Architecture, string MountPoint), Guid> ByArchitecture = new()
    {
        [("amd64", "/")] = new("4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709"),
        [("i386", "/")] = new("44479540-F297-41B2-9AF7-D131D5F0458A"),
        [("arm64", "/")] = new("B921B045-1DF0-41C3-AF44-4C6F280D3FAE"),
        [("riscv64", "/")] = new("72EC70A6-CF74-40E6-BD49-4BDA08E8F224"),
        [("amd64", "/usr")] = new("8484680C-9521-48C6-9C11-B0720656F69E"),
        [("i386", "/usr")] = new("75250D76-8CC6-458E-BD66-BD47CC81A812"),
        [("arm64", "/usr")] = new("B0E01050-EE5F-4390-949A-9101B17104E9"),
        [("riscv64", "/usr")] = new("BEAEC34B-8442-439B-A40B-984381ED097D"),
    };

    private static readonly Dictionary<string, Guid> RootVerity = new()
    {
        ["amd64"] = new("2C7357ED-EBD2-46D9-AEC1-23D437EC2BF5"),
        ["i386"] = new("D13C5D3B-B5D1-422A-B29F-9454FDC89D76"),
        ["arm64"] = new("DF3300CE-D69F-4C92-978C-9BFB0F38D820"),
        ["riscv64"] = new("B6ED5582-440B-4209-B8DA-5FF7C419EA3D"),
    };

    /// <summary>What the types mean that partitions get here.</summary>
    public static IReadOnlyDictionary<Guid, string> Meanings { get; } = new Dictionary<Guid, string>(
    [
        new(ByRole[PartitionRole.Bios], "BIOS boot"),
        new(ByRole[PartitionRole.Esp], "EFI system"),
        new(ByRole[PartitionRole.Boot], "extended boot"),
        new(ByRole[PartitionRole.Swap], "swap"),
        new(LinuxData, "Linux data"),
        new(Lvm, "LVM"),
        new(Luks, "LUKS"),
        .. ByMountPoint.Select(type => KeyValuePair.Create(type.Value, type.Key[1..])),
        .. RootVerity.Select(type => KeyValuePair.Create(type.Value, $"root verity ({type.Key})")),
        .. ByArchitecture.Select(type => KeyValuePair.Create(type.Value, $"{(type.Key.MountPoint == "/" ? "root" : type.Key.MountPoint[1..])} ({type.Key.Architecture})")),
    ]);

    /// <summary>The architecture of machines that take a partition of this type for theirs; null when it says nothing of that.</summary>
    public static string? ArchitectureOf(Guid type) => ByArchitecture.FirstOrDefault(entry => entry.Value == type).Key.Architecture;

    /// <summary>The GPT type of a partition.</summary>
    /// <param name="role">What it is for.</param>
    /// <param name="mountPoint">Where it is mounted, or null.</param>
    /// <param name="architecture">Debian's name of the machine's architecture.</param>
    public static Guid Gpt(PartitionRole role, string? mountPoint, string architecture)
    {
        if (ByRole.TryGetValue(role, out var type))
            return type;
        if (role == PartitionRole.Verity)
            return RootVerity.GetValueOrDefault(architecture, LinuxData);
        if (mountPoint is null)
            return LinuxData;
        return ByArchitecture.TryGetValue((architecture, mountPoint), out type) || ByMountPoint.TryGetValue(mountPoint, out type)
            ? type
            : LinuxData;
    }

    /// <summary>The msdos type byte of a partition.</summary>
    public static byte Msdos(PartitionRole role) => role switch
    {
        PartitionRole.Swap => 0x82,
        PartitionRole.Esp => 0xef,
        _ => 0x83,
    };
}
