using System.Security.Cryptography;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>The image is the same whatever makes its minimal system.</summary>
[Collection(nameof(BuildSpace))]
public class EngineTests(BuildSpace space)
{
    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    public async Task Debians_tools_make_the_image_that_the_native_engine_makes(string release)
    {
        RequireTools();
        var native = await TreeOfAsync(release, "native");
        Assert.True(native.Count > 5000, $"only {native.Count} paths");
        foreach (var engine in (string[])["mmdebstrap", "debootstrap"])
        {
            var other = await TreeOfAsync(release, engine);
            Assert.Equal([], native.Except(other).Order(StringComparer.Ordinal));
            Assert.Equal([], other.Except(native).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_user_and_root_get_the_same_bytes_from_a_tool()
    {
        const string engine = "mmdebstrap";
        RequireTools();
        using var user = OrdinaryUser.Get();
        using var byRoot = new Workshop(space).With(Manifest("trixie", engine));
        await byRoot.BuildWellAsync();

        var folder = space.NewFolder();
        using var byUser = new Workshop(space, folder)
        {
            Through = OrdinaryUser.As(user.Name),
            Program = OrdinaryUser.CopyProgram(folder),
            Cache = Directory.CreateDirectory(Path.Combine(folder, "cache")).FullName,
        }.With(Manifest("trixie", engine));
        OrdinaryUser.Give(user.Name, byUser.Folder);
        await byUser.BuildWellAsync();

        Assert.Equal(Hash(byRoot), Hash(byUser));
        File.Delete(ImageOf(byUser));
        await byUser.AssertNothingLeftAsync();
    }

    [Fact]
    public async Task A_missing_tool_is_told_before_anything_is_done()
    {
        RequireTools();
        using var workshop = new Workshop(space) { Through = ["unshare", "--mount", "sh", "-c", "mount --bind /dev/null /usr/bin/mmdebstrap; exec \"$@\"", "sh"] }.With(Manifest("trixie", "mmdebstrap"));
        await workshop.BuildBadlyAsync(4, "the program 'mmdebstrap' for making the minimal system with mmdebstrap", "apt-get install mmdebstrap");
    }

    private static void RequireTools()
    {
        foreach (var tool in (string[])["/usr/bin/mmdebstrap", "/usr/sbin/debootstrap"])
            Assert.SkipUnless(File.Exists(tool), $"'{tool}' is missing");
    }

    private static SmallManifest Manifest(string release, string engine) => new() { Release = release, Bootstrapper = $"variant: minbase, engine: {engine}" };

    private static string ImageOf(Workshop workshop) => Path.Combine(workshop.Output, "small.raw");

    private static string Hash(Workshop workshop) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ImageOf(workshop))));

    private async Task<IReadOnlyList<string>> TreeOfAsync(string release, string engine)
    {
        using var workshop = new Workshop(space).With(Manifest(release, engine));
        await workshop.BuildWellAsync();
        return await TreeListing.OfAsync(ImageOf(workshop), Path.Combine(workshop.Folder, "mnt"));
    }
}
