using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Apt;

/// <summary>Removes packages that nothing depends on any more.</summary>
[Task(Phase.SystemCleaning, "Removing unused packages")]
public sealed class PurgeUnusedPackages : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Chroot.RunAsync(new("apt-get", "autoremove", "--purge", "--assume-yes"), ct);
}

/// <summary>Empties apt's caches and its index folder.</summary>
[Task(Phase.SystemCleaning, "Emptying the apt caches")]
[After<PurgeUnusedPackages>]
public sealed class CleanApt : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var file in (string[])["/var/cache/apt/pkgcache.bin", "/var/cache/apt/srcpkgcache.bin", "/var/cache/apt/archives/lock"])
            build.Root.DeleteFile(file);
        foreach (var archive in build.Root.List("/var/cache/apt/archives", "*.deb"))
            build.Root.DeleteFile(archive);
        build.Root.EmptyDirectory("/var/lib/apt/lists");
        return Task.CompletedTask;
    }
}
