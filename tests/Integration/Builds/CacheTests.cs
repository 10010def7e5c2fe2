using BootstrapVz.Common.Layers;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Builds that take trees from the cache, or packages from a lock file, make what a cold build makes.</summary>
public class CacheTests(BuildSpace space) : IClassFixture<BuildSpace>
{
    [Fact]
    public async Task A_build_from_the_cache_equals_a_cold_one_whatever_was_changed_or_damaged()
    {
        using var workshop = new Workshop(space) { UseLayers = true }.With(new SmallManifest());
        await workshop.BuildWellAsync();
        var image = Path.Combine(workshop.Output, "small.raw");
        var first = await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken);

        // Nothing has changed.
        var again = await workshop.BuildWellAsync();
        Assert.Contains("nothing has changed", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unpacking", again.Error, StringComparison.Ordinal);

        // Someone wrote to the image: it is made again from the last tree, with the same bytes.
        await File.WriteAllTextAsync(image, "damaged", TestContext.Current.CancellationToken);
        var repaired = await workshop.BuildWellAsync();
        Assert.Contains("finished system: from the cache", repaired.Error, StringComparison.Ordinal);
        AssertSame(first, image);

        // Layers were damaged: it is noticed, and they are made again.
        foreach (var layer in new LayerStore(Path.Combine(space.Cache, "layers")).All())
        {
            await using var file = File.OpenWrite(layer.Path);
            file.Position = file.Length / 3;
            file.Write("damaged"u8);
        }

        File.Delete(image);
        var mended = await workshop.BuildWellAsync();
        Assert.Contains("a layer is damaged", mended.Error, StringComparison.Ordinal);
        AssertSame(first, image);

        // A late setting was changed.
        var changed = new SmallManifest().ToString().Replace("timezone: UTC", "timezone: Europe/Berlin", StringComparison.Ordinal);
        Assert.NotEqual(new SmallManifest().ToString(), changed);
        var late = await workshop.With(changed).BuildWellAsync();
        Assert.Contains("packages: from the cache", late.Error, StringComparison.Ordinal);
        Assert.Contains("changed: options SystemOptions", late.Error, StringComparison.Ordinal);
        var warm = await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken);
        await workshop.BuildWellAsync("--no-cache");
        AssertSame(warm, image);
    }

    [Fact]
    public async Task A_lock_is_obeyed_without_an_index_and_must_fit()
    {
        using var workshop = new Workshop(space) { UseLayers = true }.With(new SmallManifest());
        using (var locking = workshop.StartTool("lock", "small.yml", "--plugin-path", workshop.Fixtures, "--cache", space.Cache))
        {
            var end = await locking.EndAsync(BuildSpace.Limit);
            Assert.True(end.Code == 0, end.Error);
        }

        var file = await File.ReadAllTextAsync(Path.Combine(workshop.Folder, "small.yml.lock"), TestContext.Current.CancellationToken);
        Assert.All(file.Split('\n').Where(line => line.StartsWith("package ", StringComparison.Ordinal)), line => Assert.Contains(" http://ftp.debian.org/", line, StringComparison.Ordinal));
        await workshop.BuildWellAsync();

        // The packages are in the store: no mirror is asked.
        const string Nowhere = "=http://127.0.0.1:9/nowhere";
        var offline = await workshop.BuildWellAsync("--no-cache", "--mirror", "http://ftp.debian.org/debian" + Nowhere, "--mirror", "http://ftp.debian.org/debian-security" + Nowhere);
        Assert.Contains("packages are those of 'small.yml.lock'", offline.Error, StringComparison.Ordinal);
        File.Delete(Path.Combine(workshop.Output, "small.raw"));

        await workshop.With(new SmallManifest { Packages = ["netbase"] }).BuildBadlyAsync(1, "only in the manifest: package netbase", "make the lock again");
    }

    private static void AssertSame(byte[] expected, string image) => Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(image)), "the image has other bytes");
}
