using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Host;

/// <summary>Checks that what the manifest asks for can be built; manifests of old releases only validate and plan.</summary>
[Task(Phase.Validation, "Checking that the manifest can be built")]
public sealed class CheckBuildable(Manifest manifest) : BuildTask
{
    private static readonly string[] Bootloaders = ["grub", "systemd-boot", "extlinux", "none"];

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var oldest = ReleaseTable.Get(manifest.Provider.Support.OldestRelease);
        if (manifest.Release < oldest)
            throw Cannot("system.release", manifest.System.Release, $"releases from '{oldest}' on are built");
        if (ImageFormat.Find(manifest.Volume.Backing) is null)
            throw Cannot("volume.backing", manifest.Volume.Backing, "backings that are built: " + string.Join(", ", ImageFormat.All.Select(format => format.Name)));
        if (!Bootloaders.Contains(manifest.System.Bootloader))
            throw Cannot("system.bootloader", manifest.System.Bootloader, "boot loaders that are installed: " + string.Join(", ", Bootloaders));
        return Task.CompletedTask;
    }

    private static BuildException Cannot(string setting, string value, string hint) =>
        new($"{setting} '{value}' can be validated and planned, but not built", hint);
}
