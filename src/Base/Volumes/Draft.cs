using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>A partition of the manifest whose role is known.</summary>
internal sealed record Draft(string Key, PartitionRole Role, string? MountPoint, string? Filesystem, PartitionOptions Options)
{
    // Far above what any image has, far below where byte counts overflow.
    private static readonly Bytes Largest = new(64L << 40);

    public bool Implied { get; init; }

    public static Draft From(string key, PartitionOptions options) => key switch
    {
        "bios" => new(key, PartitionRole.Bios, null, null, options),
        "esp" or "boot/efi" => new(key, PartitionRole.Esp, "/boot/efi", options.Filesystem ?? "vfat", options),
        "boot" => new(key, PartitionRole.Boot, "/boot", options.Filesystem, options),
        "swap" => new(key, PartitionRole.Swap, null, "swap", options),
        "root" => new(key, PartitionRole.Root, "/", options.Filesystem, options),
        _ => new(key, PartitionRole.Other, "/" + string.Join('/', key.Split('/', StringSplitOptions.RemoveEmptyEntries)), options.Filesystem, options),
    };

    public IReadOnlyList<string> Path(params string[] below) => ["volume", "partitions", Key, .. below];

    public IEnumerable<LayoutProblem> Check(PartitionMap map)
    {
        if (Role is PartitionRole.Bios or PartitionRole.Esp && map != PartitionMap.Gpt && map != PartitionMap.None)
            yield return new(Path(), $"'{Key}' belongs on a GPT", "use 'type: gpt'");
        if (Role == PartitionRole.Esp && Filesystem != "vfat")
            yield return new(Path("filesystem"), $"firmware does not read '{Filesystem}'", "use 'filesystem: vfat'");
        else if (Role is PartitionRole.Root or PartitionRole.Boot && Filesystem == "vfat")
            yield return new(Path("filesystem"), "'vfat' cannot hold owners and links", "use 'filesystem: ext4'");
        if (Filesystem is null && Role != PartitionRole.Bios)
            yield return new(Path(), $"partition '{Key}' has no filesystem", "add 'filesystem: ext4'");
        if (Role is PartitionRole.Swap or PartitionRole.Bios && Options.Mode is not null)
            yield return new(Path("mode"), $"'{Key}' is not mounted and has no mode");
        if (Role == PartitionRole.Swap && Options.Size.Fixed is null)
            yield return new(Path("size"), "swap has no content that a size could follow from", "give it a size such as '512MiB'");
        if (Options.Size.Fixed is { Count: 0 })
            yield return new(Path("size"), "a partition of '0B' holds nothing");
        if (Options.Size.Fixed > Largest)
            yield return new(Path("size"), $"'{Options.Size}' is larger than any volume, '{Largest}'");
    }
}
