using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Host;

namespace BootstrapVz.Plugins.DockerDaemon;

/// <summary>Requires what fetches images from registries.</summary>
[Task(Phase.Validation, "Requiring skopeo for container images")]
[Before<CheckHostTools>]
internal sealed class RequireImageFetcher : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Get<RequiredTools>().Add("fetching container images", "skopeo");
        return Task.CompletedTask;
    }
}

/// <summary>Checks that the archives hold container images.</summary>
[Task(Phase.Validation, "Checking the archives of container images")]
internal sealed class CheckImageArchives(DockerDaemonOptions options, Manifest manifest) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var image in options.PullImages.Where(ImageArchive.IsFile))
        {
            bool holds;
            try
            {
                holds = await ImageArchive.HoldsImagesAsync(manifest.ResolvePath(image), ct);
            }
            catch (Exception error) when (error is InvalidDataException or IOException or FormatException)
            {
                holds = false;
            }

            if (!holds)
                throw new BuildException($"'{image}' under plugins.docker_daemon.pull_images is no archive of container images", "make one with: docker save NAME | gzip > NAME.tar.gz");
        }
    }
}

/// <summary>Copies archives of container images into the image.</summary>
[Task(Phase.SystemModification, "Copying container images")]
[Touches(ImageArchive.Folder)]
internal sealed class CopyImageArchives(DockerDaemonOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var image in options.PullImages.Where(ImageArchive.IsFile))
        {
            await using var content = File.OpenRead(build.HostFile(image));
            await build.Root.WriteAsync($"{ImageArchive.Folder}/{ImageArchive.FileName(image)}", content, ct: ct);
        }
    }
}

/// <summary>Fetches container images from their registries into archives.</summary>
[Task(Phase.SystemModification, "Fetching container images")]
internal sealed class FetchImages(DockerDaemonOptions options, Manifest manifest) : BuildTask
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Root.CreateDirectory(ImageArchive.Folder);
        foreach (var image in options.PullImages.Where(image => !ImageArchive.IsFile(image)))
            await FetchAsync(build, image, ct);
    }

    private async Task FetchAsync(BuildContext build, string image, CancellationToken ct)
    {
        var path = build.Root.Resolve($"{ImageArchive.Folder}/{ImageArchive.FileName(image)}");

        // skopeo(1); images are known by what their registry says over https, not by signatures of a policy the host may not have.
        var command = new Command(
            "skopeo", "--insecure-policy", "--override-os", "linux", "--override-arch", manifest.Userspace.Name == "i386" ? "386" : manifest.Userspace.Name, // go.dev/doc/install/source#environment
            "copy", "--quiet", "docker://" + WithoutTagBesideDigest(image), $"docker-archive:{path}:{ImageArchive.Tagged(image)}");
        for (var left = options.PullImagesRetries; ; left--)
        {
            try
            {
                File.Delete(path);
                await build.Host.RunAsync(command, ct);
                File.SetUnixFileMode(path, RootFs.DefaultMode);
                return;
            }
            catch (CommandFailedException error) when (left > 0)
            {
                build.Log.Debug($"fetching '{image}' again: {error.ErrorTail}");
                await Task.Delay(Pause, build.Host.Clock, ct);
            }
            catch (CommandFailedException error)
            {
                throw new BuildException($"the container image '{image}' cannot be fetched: {error.ErrorTail}", "check its name and the network, or give it as an archive: docker save", error);
            }
        }
    }

    // A reference has either to skopeo; the digest says more.
    private static string WithoutTagBesideDigest(string image) =>
        image.Split('@') is [var name, var digest] ? $"{name[..(name.LastIndexOf(':') > name.LastIndexOf('/') ? name.LastIndexOf(':') : name.Length)]}@{digest}" : image;
}

/// <summary>Has the machine load the images when it starts for the first time: while it is built there is no Docker that could.</summary>
[Task(Phase.SystemModification, "Enabling the loading of container images")]
internal sealed class LoadImagesAtBoot : BuildTask
{
    private const string Unit = "docker-load-images.service";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        await build.Root.InstallAssetAsync<LoadImagesAtBoot>("/etc/systemd/system/" + Unit, RootFs.DefaultMode, ct);
        await build.Chroot.RunAsync(new Command("systemctl", "enable", Unit), ct);
    }
}
