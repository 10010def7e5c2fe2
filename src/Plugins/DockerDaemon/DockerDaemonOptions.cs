using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.DockerDaemon;

/// <summary>Settings under <c>plugins.docker_daemon</c>.</summary>
public sealed record DockerDaemonOptions
{
    /// <summary>The version, without what the packages add: <c>26.1.5</c>. The newest by default.</summary>
    [RegularExpression("[0-9][0-9A-Za-z.]*")]
    public string? Version { get; init; }

    /// <summary>An archive with the packages docker-ce, docker-ce-cli and containerd.io; without one Debian's own docker.io is installed.</summary>
    public RepositoryOptions? Repository { get; init; }

    /// <summary>Further words for the command line of dockerd(8).</summary>
    [RegularExpression(@"[^\x00-\x1f]+")]
    public string? DockerOpts { get; init; }

    /// <summary>The content of /etc/docker/daemon.json.</summary>
    public JsonObject? Daemon { get; init; }

    /// <summary>Container images the machine has: names, which the build fetches, or archives as <c>docker save</c> makes them (.tar, .tar.gz, .tgz), relative to the manifest.</summary>
    [Unique]
    [RegularExpression(@"[^\x00-\x1f]+")]
    public IReadOnlyList<string> PullImages { get; init; } = [];

    /// <summary>How often an image that cannot be fetched is asked for again, a second later.</summary>
    [Range(0, 1000)]
    public int PullImagesRetries { get; init; } = 10;
}
