using System.Text.Json;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.DockerDaemon;

/// <summary>Adds the archive that Docker comes from.</summary>
[Task(Phase.Preparation, "Adding Docker's archive")]
[After<AddDefaultSources>]
[Before<PackagesQueued>]
internal sealed class AddDockerRepository(DockerDaemonOptions options) : AddRepository("docker", options.Repository!);

/// <summary>Queues Docker, and what it needs although its packages only recommend it.</summary>
[Task(Phase.Preparation, "Adding Docker")]
[After<AddDockerRepository>]
[Before<PackagesQueued>]
internal sealed class AddDocker(DockerDaemonOptions options, Release release) : BuildTask
{
    // The first release whose docker.io comes without the client.
    private const string Split = "trixie";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        string[] packages = options.Repository is not null ? ["docker-ce", "docker-ce-cli"] : release >= ReleaseTable.Get(Split) ? ["docker.io", "docker-cli"] : ["docker.io"];
        foreach (var package in packages)
            build.Packages.Add(options.Version is { } version ? $"{package}=*{version}[-+~]**" : package); // a glob; apt takes a star at the end for itself: apt-pkg/versionmatch.cc
        if (options.Repository is not null)
            build.Packages.Add("containerd.io");

        // Without apparmor_parser no container starts on a kernel that has AppArmor, as Debian's has.
        foreach (var package in (string[])["apparmor", "ca-certificates"])
            build.Packages.Add(package);
        return Task.CompletedTask;
    }
}

/// <summary>Adds words to the command line of dockerd, in a drop-in that begins with the one of the package.</summary>
[Task(Phase.SystemModification, "Setting the options of Docker")]
[Touches("/etc/systemd")]
internal sealed class SetDockerOptions(DockerDaemonOptions options) : BuildTask
{
    private const string Unit = "/usr/lib/systemd/system/docker.service";
    private const string Start = "ExecStart=";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var unit = (await build.Root.ReadTextAsync(build.Root.FileExists(Unit) ? Unit : Unit["/usr".Length..], ct)).Split('\n');
        var line = Array.Find(unit, text => text.StartsWith(Start, StringComparison.Ordinal))
            ?? throw new BuildException($"'{Unit}' says nowhere how Docker is started, so 'docker_opts' cannot be added to it");
        await build.Root.WriteTextAsync("/etc/systemd/system/docker.service.d/50-options.conf", $"[Service]\n{Start}\n{line} {options.DockerOpts}\n", ct: ct);
    }
}

/// <summary>Writes the configuration of dockerd.</summary>
[Task(Phase.SystemModification, "Configuring Docker")]
[Touches("/etc/docker")]
internal sealed class WriteDaemonJson(DockerDaemonOptions options) : BuildTask
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.WriteTextAsync("/etc/docker/daemon.json", options.Daemon!.ToJsonString(Indented) + "\n", ct: ct);
}
