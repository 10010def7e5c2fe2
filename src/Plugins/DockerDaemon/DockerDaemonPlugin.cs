using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Rules;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;

namespace BootstrapVz.Plugins.DockerDaemon;

/// <summary>Installs Docker, and container images for it.</summary>
[Plugin("docker_daemon")]
public sealed class DockerDaemonPlugin(DockerDaemonOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Repository is { } repository)
            RepositoryRules.Check(check, ["plugins", "docker_daemon", "repository"], repository);
        for (var i = 0; i < options.PullImages.Count; i++)
        {
            var image = options.PullImages[i];
            string[] setting = ["plugins", "docker_daemon", "pull_images", i.ToString(CultureInfo.InvariantCulture)];
            if (ImageArchive.IsFile(image))
            {
                if (!File.Exists(manifest.ResolvePath(image)))
                    check.Error(setting, ErrorCodes.MissingHostFile, $"there is no file '{image}'", "paths are relative to the manifest");
            }
            else if (!ImageArchive.IsName(image))
            {
                check.Error(setting, ErrorCodes.BadValue, $"'{image}' is no name of an image", "a name looks like 'debian:trixie' or 'registry.example/team/app@sha256:…'; an archive ends in .tar, .tar.gz or .tgz");
            }
        }

        foreach (var twins in options.PullImages.GroupBy(ImageArchive.FileName).Where(group => group.Count() > 1))
        {
            check.Error(
                ["plugins", "docker_daemon", "pull_images"], ErrorCodes.Conflict, $"'{twins.First()}' and '{twins.Last()}' would both be '{twins.Key}' in the image", "rename one of the files");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        var images = options.PullImages.Count > 0;
        var fetched = options.PullImages.Any(image => !ImageArchive.IsFile(image));
        tasks
            .AddIf<AddDockerRepository>(options.Repository is not null)
            .AddIf<InstallSourceKeys>(options.Repository is not null)
            .Add<AddDocker>()
            .AddIf<SetDockerOptions>(options.DockerOpts is not null)
            .AddIf<WriteDaemonJson>(options.Daemon is not null)
            .AddIf<RequireImageFetcher>(fetched)
            .AddIf<CheckImageArchives>(options.PullImages.Any(ImageArchive.IsFile))
            .AddIf<CopyImageArchives>(options.PullImages.Any(ImageArchive.IsFile))
            .AddIf<FetchImages>(fetched)
            .AddIf<LoadImagesAtBoot>(images);
    }
}
