namespace BootstrapVz.Base.Volumes;

/// <summary>What extlinux can start from.</summary>
internal static class ExtlinuxRules
{
    private const string Folder = "/boot/extlinux";

    public static IEnumerable<LayoutProblem> Check(LayoutRequest request, IReadOnlyList<Draft> drafts)
    {
        if (request.Bootloader != Bootloaders.Extlinux)
            yield break;
        var boot = drafts.FirstOrDefault(d => d.MountPoint == "/boot") ?? drafts.FirstOrDefault(d => d.Role == PartitionRole.Root);
        if (boot is { Filesystem: { } filesystem and not ("ext2" or "ext3" or "ext4") })
        {
            yield return new(boot.Path("filesystem"), $"extlinux does not start from '{filesystem}'",
                request.Volume.Partitions.Type == "none" ? "use 'filesystem: ext4'" : "use 'filesystem: ext4', here or for a partition 'boot', or 'bootloader: grub'");
        }

        foreach (var draft in drafts.Where(d => d.MountPoint == Folder))
            yield return new(draft.Path(), $"extlinux finds kernels in the filesystem it lies in, and '{draft.Key}' holds none", "leave this partition out");
    }
}
