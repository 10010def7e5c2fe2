using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Roots;

/// <summary>Gives the root its own /dev, /proc, /sys, /run and /tmp, none of them the host's.</summary>
/// <remarks>They exist in the builder's private mount namespace only, and go with it.</remarks>
[Task(Phase.OsInstallation, "Mounting /dev, /proc, /sys, /run and /tmp in the root")]
[RolledBackBy<UnmountSpecials>]
[EveryBuild]
public sealed class MountSpecials : BuildTask
{
    // Device nodes a maintainer script may rely on; console(4) and disks are not among them.
    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom", "tty"];

    private static readonly (string Name, string Target)[] Links =
        [("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"), ("ptmx", "pts/ptmx")];

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var directory in (string[])["/dev", "/proc", "/sys", "/run", "/tmp"])
        {
            if (!build.Root.DirectoryExists(directory))
                build.Root.CreateDirectory(directory);
        }

        await MountAsync("tmpfs", "mode=0755,size=16m,nosuid", "/dev");
        await Task.WhenAll(Devices.Select(async device =>
        {
            var node = Path.Combine(build.Root.HostPath, "dev", device);
            await File.WriteAllBytesAsync(node, [], ct);
            await build.Host.RunAsync(new("mount", "--bind", "/dev/" + device, node), ct);
        }));

        foreach (var (name, target) in Links)
            build.Root.CreateLink("/dev/" + name, target);
        build.Root.CreateDirectory("/dev/pts");
        build.Root.CreateDirectory("/dev/shm");
        await MountAsync("devpts", "newinstance,ptmxmode=0666,mode=0620,gid=5", "/dev/pts");
        await MountAsync("tmpfs", "mode=1777,nosuid,nodev", "/dev/shm");
        await MountAsync("proc", "nosuid,nodev,noexec", "/proc");

        // An empty /sys is a machine without hardware: what a script finds there cannot depend on the host.
        await MountAsync("tmpfs", "mode=0555,size=64k,ro", "/sys");
        await MountAsync("tmpfs", "mode=0755,nosuid,nodev", "/run");
        await MountAsync("tmpfs", "mode=1777,nosuid,nodev", "/tmp");
        build.Root.CreateDirectory("/run/lock", RootFs.ProgramMode | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);

        Task MountAsync(string type, string options, string directory) => build.Host.RunAsync(
            new("mount", "--types", type, "--options", options, type, build.Root.Resolve(directory)), ct);
    }
}

/// <summary>Takes the root's private /dev, /proc, /sys, /run and /tmp away again.</summary>
[Task(Phase.RootUnmounting, "Unmounting /dev, /proc, /sys, /run and /tmp of the root")]
public sealed class UnmountSpecials : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var directories = ((string[])["/tmp", "/run", "/sys", "/proc", "/dev"]).Select(directory => build.Root.Resolve(directory));
        return build.Host.RunAsync(new("umount", ["--recursive", "--lazy", .. directories]), ct);
    }
}
