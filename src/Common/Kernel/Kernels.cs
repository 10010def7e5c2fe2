using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Kernel;

/// <summary>The version of the kernel the image boots, for example <c>6.12.48+deb13-cloud-amd64</c>.</summary>
/// <param name="Version">As in the file name of /boot/vmlinuz-….</param>
public sealed record KernelVersion(string Version);

/// <summary>The packages are installed and the kernel is known; the initramfs may be made from here on.</summary>
[Task(Phase.SystemModification, "Finishing the initramfs configuration")]
public sealed class InitramfsConfigured : Milestone;

/// <summary>Finds the newest kernel of the image.</summary>
[Task(Phase.PackageInstallation, "Finding the kernel's version")]
[After<Packages.InstallPackages>]
public sealed partial class DetermineKernelVersion : BuildTask
{
    private const string Prefix = "/boot/vmlinuz-";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var newest = build.Root.List("/boot", "vmlinuz-*").Select(path => path[Prefix.Length..]).MaxBy(Key, StringComparer.Ordinal)
            ?? throw new BuildException("the image has no kernel in /boot", "a bootable image needs a linux-image package");
        build.Set(new KernelVersion(newest));
        return Task.CompletedTask;
    }

    // 6.9 is older than 6.12: numbers are padded so that they compare as text.
    private static string Key(string version) => Numbers().Replace(version, m => m.Value.PadLeft(10, '0'));

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}

/// <summary>Makes the initramfs of every kernel, once, after everything that goes into it is configured.</summary>
/// <remarks>While packages are installed it is held back; see docs/design/engine.md.</remarks>
[Task(Phase.SystemModification, "Making the initramfs")]
[After<InitramfsConfigured>]
public sealed class UpdateInitramfs : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (build.Root.FileExists("/usr/sbin/update-initramfs"))
            await build.Chroot.RunAsync(new Command("update-initramfs", "-c", "-k", "all"), ct);
    }
}
