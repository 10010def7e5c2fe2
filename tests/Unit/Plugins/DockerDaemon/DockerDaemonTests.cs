using BootstrapVz.Base.Releases;
using BootstrapVz.Plugins.DockerDaemon;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class DockerDaemonTests
{
    private const string Digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("debian", "debian:latest", "docker://debian", "debian.tar")]
    [InlineData("debian:trixie", "debian:trixie", "docker://debian:trixie", "debian_trixie.tar")]
    [InlineData("a.example:5000/b/c", "a.example:5000/b/c:latest", "docker://a.example:5000/b/c", "a.example_5000_b_c.tar")]
    [InlineData("a.example/b:1@" + Digest, "a.example/b:1", "docker://a.example/b@" + Digest, "a.example_b_1_sha256_e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.tar")]
    public async Task Images_are_fetched_by_name_or_digest_and_loaded_by_name(string image, string tagged, string source, string file)
    {
        await using var lab = new TaskLab();
        await lab.WriteAsync(ImageArchive.Folder + "/" + file, "left by a try before");
        var manifest = ManifestSamples.At("/m.yml");
        var fetch = new FetchImages(new() { PullImages = [image, "/not/this.tgz"], PullImagesRetries = 0 }, manifest);
        await Assert.ThrowsAsync<FileNotFoundException>(() => lab.RunAsync(fetch)); // nothing was written here
        Assert.Equal(
            [$"skopeo --insecure-policy --override-os linux --override-arch amd64 copy --quiet {source} docker-archive:{{root}}{ImageArchive.Folder}/{file}:{tagged}"],
            lab.Commands);
    }

    [Theory]
    [InlineData(null, "trixie", "docker.io docker-cli apparmor ca-certificates")]
    [InlineData(null, "bookworm", "docker.io apparmor ca-certificates")]
    [InlineData("20.10.24", "bookworm", "docker.io=*20.10.24[-+~]** apparmor ca-certificates")]
    public async Task Debians_packages_are_those_of_the_release(string? version, string release, string packages)
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new AddDocker(new() { Version = version }, ReleaseTable.Get(release)));
        Assert.Equal(packages, string.Join(' ', lab.Build.Packages.Remote));
    }

    [Theory]
    [InlineData("""{"pull_images": ["Debian"]}""", "is no name of an image")]
    [InlineData("""{"pull_images": ["debian:a b"]}""", "is no name of an image")]
    [InlineData("""{"pull_images": ["missing.tar.gz"]}""", "there is no file 'missing.tar.gz'")]
    [InlineData("""{"pull_images": ["a_b:1", "a/b:1"]}""", "would both be 'a_b_1.tar'")]
    [InlineData("""{"repository": {"url": "http://a/", "suite": "b", "key": {"url": "https://a/k"}}}""", "needs 'sha256' or 'fingerprint'")]
    public void What_cannot_be_meant_is_told(string section, string problem) => Assert.Contains(problem, Assert.Single(PluginFindings.Of("docker_daemon", section)));
}
