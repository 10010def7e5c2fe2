using System.Globalization;
using System.Text;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Boot;

/// <summary>
/// Stand-ins for the two programs by which grub-mkconfig learns about devices: they answer from the planned layout what the real ones
/// will answer in the guest, on a virtio disk.
/// </summary>
internal static class GrubProbeScript
{
    public const string Disk = "/dev/vda";

    /// <summary>A script in place of grub-probe(8).</summary>
    public static string Probe(PartitionLayout layout)
    {
        var script = new StringBuilder("""
            #!/bin/sh
            # With --device the arguments are devices, else paths; only one is ever asked for.
            target=fs subject=
            while [ $# -gt 0 ]; do
                case $1 in
                    --target=*) target=${1#*=} ;;
                    -t|--target) target=$2; shift ;;
                    -*) ;;
                    *) subject=$1 ;;
                esac
                shift
            done
            case $subject in
                /dev/*) ;;
                *) subject=$(readlink -f "$subject") || exit 1 ;;
            esac
            case $subject/ in

            """);
        foreach (var partition in layout.Leaves)
            script.Append(CultureInfo.InvariantCulture, $"    {ShellText.Quote(Device(partition))}/) partition={ShellText.Quote(partition.Key)} ;;\n");
        foreach (var mount in layout.Mounts().Reverse())
        {
            // Below an overlay nothing is found but what / lies on.
            var pattern = mount.Path == "/" && layout.IsOverlaid ? "//" : Pattern(mount);
            script.Append(CultureInfo.InvariantCulture, $"    {pattern}) partition={ShellText.Quote(mount.Partition.Key)} ;;\n");
        }

        script.Append("esac\ncase $partition:$target in\n");
        foreach (var partition in layout.Mounted)
            AppendAnswers(script, layout, partition);
        return script.Append("    *) exit 1 ;;\nesac\n").ToString();
    }

    /// <summary>The device that a filesystem is on.</summary>
    public static string Device(PlannedPartition partition) => partition.MappedDevice ?? Disk + partition.Number;

    /// <summary>A script in place of grub-mkrelpath(1): a path as the filesystem it lies on has it.</summary>
    public static string RelativePath(PartitionLayout layout)
    {
        var script = new StringBuilder("#!/bin/sh\npath=$(readlink -f \"$1\") || exit 1\ncase $path/ in\n");
        foreach (var mount in layout.Mounts().Reverse())
        {
            var mountPoint = mount.Path == "/" ? "" : mount.Path;
            script.Append(CultureInfo.InvariantCulture, $"    {Pattern(mount)}) path={ShellText.Quote(mount.Prefix)}${{path#{ShellText.Quote(mountPoint)}}} ;;\n");
        }

        return script.Append("esac\necho \"${path%/}\"\n").ToString();
    }

    private static string Pattern(PlannedMount mount) => mount.Path == "/" ? "*" : ShellText.Quote(mount.Path) + "/*";

    private static void AppendAnswers(StringBuilder script, PartitionLayout layout, PlannedPartition partition)
    {
        var group = layout.PartitionOf(partition).Group;
        (string Target, string Answer)[] answers =
        [
            ("device", Device(partition)),
            ("disk", Disk),
            ("fs", GrubNames.Filesystem(partition)),
            ("fs_uuid", partition.FilesystemUuid),
            ("fs_label", partition.Label),
            ("partuuid", partition.PartUuid),
            ("partmap", GrubNames.Table(layout)),
            ("abstraction", GrubNames.Abstraction(layout, partition)),
            ("drive", $"({GrubNames.Place(layout, partition)})"),
            // Where GRUB would look first; the real program knows none for a virtio disk, and the UUID is enough.
            ("compatibility_hint", group is null ? "" : GrubNames.Place(layout, partition)),
            ("hints_string", group is null ? "" : $"--hint='{GrubNames.Place(layout, partition)}' "),
        ];
        foreach (var (target, answer) in answers.Where(answer => Knows(partition, answer.Target)))
            script.Append(CultureInfo.InvariantCulture, $"    {ShellText.Quote($"{partition.Key}:{target}")}) echo {ShellText.Quote(answer)} ;;\n");
    }

    // GRUB reads no erofs, of a squashfs tells no more than that it is one, and sees no partition behind a mapped device.
    private static bool Knows(PlannedPartition partition, string target) => target switch
    {
        "fs" => partition.Filesystem != "erofs",
        "fs_uuid" or "fs_label" => !partition.IsPacked,
        "partuuid" => !partition.HasVerity,
        _ => true,
    };
}
