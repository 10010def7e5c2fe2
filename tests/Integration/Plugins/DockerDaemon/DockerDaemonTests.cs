using System.Text.Json;
using BootstrapVz.Test.Integration.Builds;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class DockerDaemonTests(PluginImages images)
{
    private const string Start = "/etc/systemd/system/docker.service.d/50-options.conf";

    [Theory]
    [InlineData("trixie", "docker-cli")]
    [InlineData("bookworm", "docker.io")]
    public async Task Debians_docker_starts_with_the_options_of_the_manifest(string release, string client)
    {
        var change = await images.OfAsync("docker_daemon", "system.release=" + release);
        Assert.Superset(new HashSet<string> { "docker.io", client, "containerd", "apparmor" }, change.Packages.ToHashSet());
        Assert.Matches(@"^\[Service\]\nExecStart=\nExecStart=/usr/s?bin/dockerd .*--log-level=warn\n\z", change.Text(Start));
        using var json = JsonDocument.Parse(change.Text("/etc/docker/daemon.json"));
        Assert.Equal("journald", json.RootElement.GetProperty("log-driver").GetString());
        Assert.Contains("/etc/systemd/system/multi-user.target.wants/docker.service", change.Added);
        Assert.DoesNotContain(change.Added, path => path.StartsWith("/var/lib/docker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Container_images_wait_for_the_first_start()
    {
        var folder = images.Folder("containers");
        using var registry = await ContainerRegistry.StartAsync(folder);
        var archive = await ContainerArchive.MakeAsync(folder, "hello:1", "hello", "hello\n"u8.ToArray());
        await registry.PushAsync(archive, "team/hello:1");
        await Tool.RunAsync(folder, "gzip", archive);
        images.Environment = new Dictionary<string, string?> { ["SSL_CERT_FILE"] = registry.Certificate };
        var change = await images.OfSectionAsync("docker_daemon", [$"pull_images: ['{registry.Address}/team/hello:1', '{archive}.gz']"]);
        images.Environment = new Dictionary<string, string?>();

        var fetched = $"/var/lib/docker-images/{registry.Address.Replace(':', '_')}_team_hello_1.tar";
        Assert.Equal("RegularFile 644 0:0", change.Line(fetched));
        Assert.Contains($"{registry.Address}/team/hello:1", change.Text(fetched));
        Assert.Equal("RegularFile 644 0:0", change.Line("/var/lib/docker-images/hello.tar.gz"));
        Assert.Equal("SymbolicLink 777 0:0 -> /etc/systemd/system/docker-load-images.service", change.Line("/etc/systemd/system/multi-user.target.wants/docker-load-images.service"));
    }

    [Fact]
    public async Task An_image_that_no_registry_has_stops_the_build()
    {
        var error = await images.ErrorOfAsync("docker_daemon", "docker_opts: --log-level=warn", "pull_images: ['127.0.0.1:9/nothing:1']\n    pull_images_retries: 1");
        Assert.Contains("the container image '127.0.0.1:9/nothing:1' cannot be fetched", error);
    }

    [Fact]
    public async Task The_makers_docker_comes_from_their_archive_in_the_version_that_is_named()
    {
        var unit = new Dictionary<string, string> { ["/usr/lib/systemd/system/docker.service"] = "[Service]\nExecStart=/usr/bin/dockerd -H fd://\n" };
        var archive = await SignedArchive.MakeAsync(
            images.Folder("docker-ce"), "trixie",
            new DebPackage("docker-ce") { Version = "5:28.1.0-1~debian.13~trixie" },
            new DebPackage("docker-ce") { Version = "5:27.5.1-1~debian.13~trixie", Files = unit },
            new DebPackage("docker-ce-cli") { Version = "5:27.5.1-1~debian.13~trixie" },
            new DebPackage("containerd.io"));
        await using var server = await WebFolder.StartAsync(archive.Folder);
        var repository = $"repository: {{url: '{server.Http}', suite: '{{system.release}}', key: {{file: '{archive.Key}'}}}}";
        var change = await images.OfSectionAsync("docker_daemon", [repository, "version: 27.5.1", "docker_opts: --debug"]);
        Assert.Superset(new HashSet<string> { "docker-ce", "docker-ce-cli", "containerd.io" }, change.Packages.ToHashSet());
        Assert.DoesNotContain("docker.io", change.Packages);
        Assert.Equal("[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H fd:// --debug\n", change.Text(Start));
    }
}
