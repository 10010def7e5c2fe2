using System.Security.Cryptography;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Mirrors that do not do what mirrors should.</summary>
[Collection(nameof(BuildSpace))]
public class MirrorFaultTests(BuildSpace space)
{
    private const string Index = "/trixie/main/binary-amd64/";
    private const string Package = "/pool/main/h/hostname/";

    [Theory]
    [InlineData("NotFound", "/dists/trixie/", "the mirror does not have", "check the release")]
    [InlineData("HalfAsWhole", Index, "an index is not what its signature promises", "--mirror")]
    [InlineData("Altered", Index, "an index is not what its signature promises", "--mirror")]
    [InlineData("Altered", "/dists/trixie/InRelease", "the signature is wrong: the index was altered", "use another mirror with --mirror")]
    public async Task A_bad_index_is_no_index(string fault, string files, string reason, string hint)
    {
        await FaultyMirror.RequireUpstreamAsync();
        using var mirror = new FaultyMirror(Enum.Parse<Fault>(fault), files);
        using var workshop = new Workshop(space) { Cache = space.NewFolder() }.With(new SmallManifest());
        await workshop.BuildBadlyAsync(1, "error: the package indexes cannot be fetched: " + reason, hint, mirror.Words);
    }

    [Theory]
    [InlineData("NotFound", "answered 404", "run the build again, or use another mirror with --mirror")]
    [InlineData("HalfThenClose", "cannot be fetched", "check the network and the mirror, then run the build again")]
    [InlineData("HalfAsWhole", "cannot be fetched", "check the network and the mirror, then run the build again")]
    [InlineData("Altered", "is not what the archive promises: its SHA-256 is ", "use another mirror with --mirror")]
    public async Task A_bad_package_is_named_and_not_installed(string fault, string reason, string hint)
    {
        await FaultyMirror.RequireUpstreamAsync();
        using var workshop = new Workshop(space) { Cache = space.NewFolder() }.With(new SmallManifest());
        using var mirror = new FaultyMirror(Enum.Parse<Fault>(fault), Package);
        var error = await workshop.BuildBadlyAsync(1, "error: package 'hostname' ", hint, mirror.Words);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains(Package, error, StringComparison.Ordinal);

        // What was good is in the cache, under the hash it was promised to have, and what was bad is not.
        var kept = Directory.GetFiles(Path.Combine(workshop.Cache, "packages")).Where(file => !file.EndsWith(".part", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(kept);
        Assert.All(kept, file => Assert.Equal(Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))));
    }

    [Fact]
    public async Task A_mirror_that_does_not_exist_is_told()
    {
        using var workshop = new Workshop(space) { Cache = space.NewFolder() }.With(new SmallManifest());
        await workshop.BuildBadlyAsync(
            1, "error: the package indexes cannot be fetched: the mirror cannot be reached", "check the network", "--mirror", "http://ftp.debian.org/debian=http://127.0.0.1:9/debian");
    }

    [Fact]
    public async Task Packages_signed_by_a_key_outside_the_keyring_are_refused()
    {
        const string Other = "/usr/share/keyrings/debian-archive-removed-keys.gpg";
        Assert.SkipUnless(File.Exists(Other), $"'{Other}' of debian-archive-keyring is missing");
        using var workshop = new Workshop(space).With(new SmallManifest { Bootstrapper = $"variant: minbase, keyring: {Other}" });
        await workshop.BuildBadlyAsync(
            1, "error: the package indexes cannot be fetched: the signature is by a key that is not in the keyring", "bootstrapper.keyring");
    }

    [Fact]
    public async Task Without_Debians_keyring_its_package_is_named()
    {
        using var workshop = new Workshop(space)
        {
            Through = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs none /usr/share/keyrings && exec \"$0\" \"$@\""],
        }.With(new SmallManifest());
        await workshop.BuildBadlyAsync(
            4, "error: this host lacks the keyring '/usr/share/keyrings/debian-archive-keyring.gpg'", "apt-get install debian-archive-keyring");
    }
}
