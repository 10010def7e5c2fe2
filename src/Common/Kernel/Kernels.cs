using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Kernel;

/// <summary>The version of the kernel the image boots, for example <c>6.12.48+deb13-cloud-amd64</c>.</summary>
/// <param name="Version">As in the file name of /boot/vmlinuz-….</param>
/// <param name="Path">Where it is in the image.</param>
public sealed partial record KernelVersion(string Version, string Path)
{
    /// <summary>The kernels of a tree, the oldest first. One that is not compressed is called <c>vmlinux-</c>, as on riscv64.</summary>
    public static IReadOnlyList<KernelVersion> AllOf(RootFs root) =>
    [
        .. root.List("/boot", "vmlinu?-*").Select(path => new KernelVersion(path[(path.IndexOf('-') + 1)..], path))
            .OrderBy(kernel => Key(kernel.Version), StringComparer.Ordinal),
    ];

    /// <summary>The newest kernel of a tree; null when it has none.</summary>
    public static KernelVersion? Of(RootFs root) => AllOf(root) is [.., var newest] ? newest : null;

    // 6.9 is older than 6.12: numbers are padded so that they compare as text.
    private static string Key(string version) => Numbers().Replace(version, m => m.Value.PadLeft(10, '0'));

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}

/// <summary>The packages are installed and the kernel is known; the initramfs may be made from here on.</summary>
[Task(Phase.SystemModification, "Finishing the initramfs configuration")]
public sealed class InitramfsConfigured : Milestone;

/// <summary>Checks that the image has a kernel.</summary>
[Task(Phase.PackageInstallation, "Looking for the kernel")]
[After<Packages.InstallPackages>]
public sealed class RequireKernel : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var kernel = KernelVersion.Of(build.Root)
            ?? throw new BuildException("the image has no kernel in /boot", "a bootable image needs a linux-image package");
        build.Log.Debug($"the kernel is {kernel.Version}");
        return Task.CompletedTask;
    }
}

/// <summary>Makes the initramfs of every kernel, once, after everything that goes into it is configured.</summary>
/// <remarks>While packages are installed it is held back; see docs/design/engine.md.</remarks>
[Task(Phase.SystemModification, "Making the initramfs")]
[After<InitramfsConfigured>]
[KeepsTree("initramfs")]
public sealed class UpdateInitramfs : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (build.Root.FileExists("/usr/sbin/update-initramfs"))
            await build.Chroot.RunAsync(new Command("update-initramfs", "-c", "-k", "all"), ct);
    }
}
