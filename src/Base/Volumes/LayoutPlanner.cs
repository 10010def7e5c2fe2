using System.Globalization;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>Turns a manifest's volume section into a layout, or says why it cannot.</summary>
public static class LayoutPlanner
{
    private const int LastPrimary = 4;

    // Entries of a GPT: UEFI specification 2.10, section 5.3.1. On msdos what sfdisk can write, up to number 60 with the extended one.
    private const int MostOnGpt = 128;
    private const int MostOnMsdos = 59;
    private const int LongestName = 36;

    /// <summary>Plans a layout. Sizes are resolved at once unless one of them follows from content.</summary>
    public static LayoutPlan Plan(LayoutRequest request)
    {
        var problems = new List<LayoutProblem>();
        var map = Enum.Parse<PartitionMap>(request.Volume.Partitions.Type, ignoreCase: true);
        var firmware = FirmwareRules.Choose(request, map, problems);
        var drafts = Drafts(request.Volume.Partitions, problems);
        AddImplied(drafts, map, firmware);
        SizeEsp(drafts, Bootloaders.EspSize(request.Bootloader));
        CheckDrafts(drafts, map, problems);
        problems.AddRange(SubvolumePlanner.Check(drafts));
        problems.AddRange(KernelRules.Check(drafts, request.Bootloader, firmware));
        problems.AddRange(ExtlinuxRules.Check(request, drafts));
        VolumeSizeRules.Check(request.Volume, drafts, problems);
        ReadOnlyRules.Check(request, drafts, map, problems);
        if (problems.Count > 0)
            return new(null, problems);

        var layout = new PartitionLayout
        {
            Map = map,
            Bootloader = request.Bootloader,
            Firmware = firmware,
            Architecture = request.Architecture,
            DiskGuid = DeterministicId.Uuid(request.Seed, "disk"),
            DiskNumber = DeterministicId.Number(request.Seed, "disk"),
            WantedSize = request.Volume.Size,
            SwapFile = request.Volume.SwapFile is { } swap ? new(swap, DeterministicId.Uuid(request.Seed, "swap file").ToString()) : null,
            Overlays = ReadOnlyRules.Overlays(drafts),
            Partitions = [],
        };
        var bootable = drafts.Any(d => d.Role == PartitionRole.Boot) ? PartitionRole.Boot : PartitionRole.Root;
        var marks = Bootloaders.NeedsMark(request.Bootloader, map);
        var table = drafts.Where(d => d.Group is null).OrderBy(d => d.Role).ToList();
        layout = layout with
        {
            Partitions = [.. table.Select((draft, index) => Planned(draft, layout, request.Seed, Number(map, index, table.Count)) with
            {
                Bootable = marks && (draft.Role == bootable || drafts.Exists(d => d.Group == draft && d.Role == bootable)),
                Encryption = Encryption.Of(draft, drafts.Exists(d => IsEarly(d) && (d == draft || d.Group == draft)), request.Seed),
                Group = VolumeGroup.Of(draft, request.Seed, [.. drafts.Where(d => d.Group == draft).OrderBy(d => d.Role).Select(d => Planned(d, layout, request.Seed, number: 0))]),
            })],
        };
        var resolved = SizeResolver.Resolve(layout, new Dictionary<string, TreeContent>());
        if (resolved.Problems.Count > 0)
            return resolved;
        return layout.Leaves.Any(SizeResolver.FollowsContent) ? new(layout, []) : resolved;
    }

    private static List<Draft> Drafts(PartitionsOptions options, List<LayoutProblem> problems)
    {
        var drafts = new List<Draft>();
        foreach (var draft in options.Named.Select(named => Draft.From(named.Key, named.Value)).SelectMany(WithVolumes))
        {
            if (draft.MountPoint is { } mountPoint && mountPoint.Split('/').Any(part => part is "." or ".."))
                problems.Add(new(draft.Path(), $"'{draft.Key}' is not a mount point"));
            else if (drafts.Find(d => d.MountPoint is not null && d.MountPoint == draft.MountPoint) is { } other)
                problems.Add(new(draft.Path(), $"'{draft.Key}' has the mount point '{draft.MountPoint}', which '{other.Key}' has too"));
            else if (drafts.Find(d => d.Key == draft.Key) is { } same)
                problems.Add(new(draft.Path(), $"'{draft.Key}' is there twice", same.Group is null ? $"a partition is called '{draft.Key}' too" : $"a logical volume of '{same.Group.Key}' is called '{draft.Key}' too"));
            else
                drafts.Add(draft);
        }

        if (!drafts.Exists(d => d.Role == PartitionRole.Root))
            problems.Add(new(["volume", "partitions"], "there is no partition 'root'"));
        ReadOnlyRules.TakeChanges(drafts);
        return drafts;
    }

    private static IEnumerable<Draft> WithVolumes(Draft draft) =>
        [draft, .. (draft.Options.Lvm?.Volumes ?? new Dictionary<string, PartitionOptions>()).Select(volume => Draft.From(volume.Key, volume.Value) with { Group = draft })];

    // The initramfs opens what it mounts: initramfs-tools(7).
    private static bool IsEarly(Draft draft) => draft.MountPoint is "/" or "/usr";

    private static void AddImplied(List<Draft> drafts, PartitionMap map, Firmware firmware)
    {
        if (map != PartitionMap.Gpt)
            return;
        if (firmware.HasFlag(Firmware.Bios) && !drafts.Exists(d => d.Role == PartitionRole.Bios))
            drafts.Add(Draft.From("bios", new()) with { Implied = true });
        if (firmware.HasFlag(Firmware.Uefi) && !drafts.Exists(d => d.Role == PartitionRole.Esp))
            drafts.Add(Draft.From("esp", new()) with { Implied = true });
        if (drafts.Exists(d => d is { Role: PartitionRole.Root, Options.Verity: true }))
            drafts.Add(Draft.Verity);
    }

    private static void SizeEsp(List<Draft> drafts, Bytes size)
    {
        var index = drafts.FindIndex(d => d is { Role: PartitionRole.Esp, Options.Size.IsAuto: true });
        if (index >= 0)
            drafts[index] = drafts[index] with { Options = drafts[index].Options with { Size = new(size) } };
    }

    private static void CheckDrafts(List<Draft> drafts, PartitionMap map, List<LayoutProblem> problems)
    {
        var table = drafts.Where(d => d.Group is null).ToList();
        if (map == PartitionMap.None)
        {
            problems.AddRange(table.Where(d => d.Role != PartitionRole.Root)
                .Select(d => new LayoutProblem(d.Path(), $"'{d.Key}' needs a partition table, and 'type' is 'none'", "use 'type: gpt'")));
        }

        var most = map == PartitionMap.Msdos ? MostOnMsdos : MostOnGpt;
        if (table.Count > most)
        {
            problems.Add(new(["volume", "partitions"],
                $"{(map == PartitionMap.Msdos ? "an 'msdos' table" : "a GPT")} holds {most} partitions, and there are {table.Count}"));
        }

        foreach (var draft in drafts)
            problems.AddRange(draft.Check(map));
        var last = table.OrderBy(d => d.Role).LastOrDefault();
        if (last is { Options.Grow: true } && map == PartitionMap.Msdos && table.Count > LastPrimary)
            problems.Add(new(last.Path("grow"), $"'{last.Key}' cannot grow: it lies in the extended partition", "use 'type: gpt'"));
        problems.AddRange(table.Where(d => d.Options is { Grow: true, Verity: false } && d != last)
            .Select(d => new LayoutProblem(d.Path("grow"), $"'{d.Key}' cannot grow: '{last!.Key}' lies behind it", $"let '{last.Key}' grow, or take it away")));
    }

    // Where four are not enough, the fourth primary partition is an extended one, and the others in it are numbered from 5.
    private static int Number(PartitionMap map, int index, int count) => map switch
    {
        PartitionMap.None => 0,
        PartitionMap.Msdos when count > LastPrimary && index >= LastPrimary - 1 => index + 2,
        _ => index + 1,
    };

    private static PlannedPartition Planned(Draft draft, PartitionLayout layout, string seed, int number)
    {
        var unique = draft.Options.Partuuid is { } given ? new(given) : DeterministicId.Uuid(seed, "partition " + draft.Key);
        var filesystem = draft.Filesystem;
        return new()
        {
            Role = draft.Role,
            Key = draft.Key,
            Setting = draft.Path(),
            LvmUuid = draft.Group is null ? "" : DeterministicId.Lvm(seed, "logical volume " + draft.Key),
            MappedDevice = draft.Group is { } group
                ? VolumeGroup.Device(group.Options.Lvm!.Group, draft.Key)
                : draft.Options.Verity ? VerityTree.Device : Encryption.Of(draft, false, seed)?.Device,
            Number = number,
            Implied = draft.Implied,
            Size = draft.Options.Size,
            MountPoint = draft.MountPoint,
            TypeGuid = draft switch
            {
                { Options.TypeGuid: { } type } => new(type),
                { Options.Encryption: not null } => PartitionTypes.Luks,
                { Options.Lvm: not null } => PartitionTypes.Lvm,
                _ => PartitionTypes.Gpt(draft.Role, draft.MountPoint, layout.Architecture),
            },
            TypeByte = draft.Options.Lvm is not null ? PartitionTypes.MsdosLvm : PartitionTypes.Msdos(draft.Role),
            UniqueGuid = unique,
            PartUuid = layout.Map switch
            {
                _ when draft.Group is not null => "",
                PartitionMap.Gpt => unique.ToString(),
                PartitionMap.Msdos => string.Create(CultureInfo.InvariantCulture, $"{layout.DiskNumber:x8}-{number:x2}"),
                _ => "",
            },
            Name = draft.Options.Name ?? (draft.Key.Length <= LongestName ? draft.Key : draft.Key[..LongestName]),
            Filesystem = filesystem,
            FilesystemUuid = filesystem == "vfat"
                ? draft.Options.Uuid?.ToUpperInvariant() ?? DeterministicId.VfatSerial(seed, "filesystem " + draft.Key)
                : draft.Options.Uuid?.ToLowerInvariant() ?? DeterministicId.Uuid(seed, "filesystem " + draft.Key).ToString(),
            HashSeed = DeterministicId.Uuid(seed, "hash seed " + draft.Key),
            Label = FilesystemLimits.Label(filesystem, draft.Options.Label ?? draft.Key),
            Grows = draft.Options.Grow,
            Compression = draft.Options.Compression ?? Packing.CompressorsOf(filesystem).FirstOrDefault(""),
            HasVerity = draft.Options.Verity,
            FormatCommand = draft.Options.FormatCommand,
            MountOptions = draft.Options.Mountopts,
            Subvolumes = SubvolumePlanner.Plan(draft),
            Mode = draft.Options.Mode is { } mode ? (UnixFileMode)Convert.ToInt32(mode, 8) : null,
        };
    }
}
