using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Images.Devices;

/// <summary>Checks that the target device is there, is nobody's, and holds what is known of the volume's size.</summary>
[Task(Phase.Validation, "Checking the target device")]
public sealed class CheckDevice(Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var volume = manifest.Volume;
        if (volume.Backing == "lvm" && !File.Exists(manifest.Device))
        {
            throw new BuildException(
                $"there is no active logical volume '{volume.Volumegroup}/{volume.Logicalvolume}'",
                $"make one with: lvcreate --size SIZE --name {volume.Logicalvolume} {volume.Volumegroup}\nor activate it with: lvchange --activate y {volume.Volumegroup}/{volume.Logicalvolume}");
        }

        using var device = BlockDevice.Open(manifest.Device!);
        var layout = LayoutPlanner.Plan(LayoutRequest.For(manifest, seed: "")).Layout!;
        // What is left to the content counts as empty: the volume is at least so large.
        if (SizeResolver.Resolve(layout, new Dictionary<string, TreeContent>()).Layout is { } smallest)
            device.RequireRoom(smallest.VolumeSize);
        return Task.CompletedTask;
    }
}
