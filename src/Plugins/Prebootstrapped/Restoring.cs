using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Roots;

namespace BootstrapVz.Plugins.Prebootstrapped;

/// <summary>Unpacks a saved tree.</summary>
[Task(Phase.OsInstallation, "Unpacking the saved tree")]
[Before<MountSpecials>]
[Before<DisableDaemonAutostart>]
internal sealed class CreateFromImage(PrebootstrappedOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) => build.Host.RunAsync(
        new(
            "tar", "--extract", "--file", build.HostFile(options.Image!), "--directory", build.Root.HostPath, "--numeric-owner", "--same-owner", "--preserve-permissions",
            "--xattrs", "--xattrs-include=*"),
        ct);
}

/// <summary>Copies a saved tree.</summary>
[Task(Phase.OsInstallation, "Copying the saved tree")]
[Before<MountSpecials>]
[Before<DisableDaemonAutostart>]
internal sealed class CreateFromFolder(PrebootstrappedOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Host.RunAsync(new("cp", "--archive", "--one-file-system", "--no-target-directory", build.HostFile(options.Folder!), build.Root.HostPath), ct);
}

/// <summary>Makes sure that the tree is of the manifest's release and architecture, and dates the build by it.</summary>
[Task(Phase.OsInstallation, "Checking the saved tree")]
[After<CreateFromImage>]
[After<CreateFromFolder>]
[Before<MountSpecials>]
internal sealed class CheckCopy(Manifest manifest, Release release) : BuildTask
{
    private const string Database = "/var/lib/dpkg/status";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (!build.Root.FileExists(Database))
            throw new BuildException("the saved tree is none of Debian: it has no dpkg database", "start from what this plugin saved");
        var architecture = DpkgFile(build, "/var/lib/dpkg/arch-native") ?? DpkgFile(build, "/var/lib/dpkg/arch");
        var codename = (await build.Root.ReadTextAsync("/etc/os-release", ct)).Split('\n').FirstOrDefault(line => line.StartsWith("VERSION_CODENAME=", StringComparison.Ordinal))?.Split('=')[1];
        if (codename is not null && codename != release.Codename && release.Codename != "sid") // whose os-release names the next release
            throw new BuildException($"the saved tree is of {codename}, and the manifest says {release.Codename}", "save one again, or change 'system.release'");
        if (architecture is not null && architecture != manifest.Userspace.Name)
            throw new BuildException($"the saved tree is for {architecture}, and the manifest says {manifest.Userspace.Name}", "save one again, or change 'system.architecture'");
        // By the newest package, as every build: dpkg keeps the times of what a package says of itself.
        build.Chroot.SourceDateEpoch ??= build.Root.List("/var/lib/dpkg/info", "*.md5sums")
            .Max(file => new DateTimeOffset(File.GetLastWriteTimeUtc(build.Root.Resolve(file))).ToUnixTimeSeconds());
    }

    private static string? DpkgFile(BuildContext build, string path) =>
        build.Root.FileExists(path) ? File.ReadLines(build.Root.Resolve(path)).FirstOrDefault() : null;
}
