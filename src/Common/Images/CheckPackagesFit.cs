using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Filesystems;

namespace BootstrapVz.Common.Images;

/// <summary>Stops before anything is downloaded when the packages alone are larger than the filesystems, all of whose sizes are given.</summary>
[Task(Phase.Preparation, "Checking that the packages fit")]
[After<PlanLayout>]
[After<ResolvePackages>]
public sealed class CheckPackagesFit : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (await build.Find<PackageEngine>()!.InstalledSizeAsync(ct) is not { } packages)
            return;
        var room = SizeResolver.Room(build.Find<PartitionLayout>()!);
        if (IsCertainlyTooLarge(packages, room))
        {
            throw new BuildException(
                $"volume.partitions: the packages take about {Rounded(packages)} once installed, and the filesystems have room for {Rounded(room)}",
                $"about {Rounded(packages - room)} are missing; give 'root' more, or 'auto'");
        }
    }

    // Installed-Size is an estimate: deb-substvars(5). What is only nearly too large is measured when it is installed.
    internal static bool IsCertainlyTooLarge(Bytes packages, Bytes room) => packages.Count / 10 * 9 > room.Count;

    private static Bytes Rounded(Bytes size) => size.RoundUp(Bytes.MiB(1));
}
