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
        foreach (var layer in Layers.All())
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

        // A package more: what it is installed into is the same. The index it is chosen from was damaged.
        foreach (var list in Directory.EnumerateFiles(Path.Combine(space.Cache, "indexes"), "*_Packages", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(list, (await File.ReadAllTextAsync(list, TestContext.Current.CancellationToken)).Replace("\nDepends:", "\nIgnored:"), TestContext.Current.CancellationToken);
        var more = await workshop.With(new SmallManifest { Packages = ["netbase"] }).BuildWellAsync();
        Assert.Contains("the package index in the cache is damaged", more.Error, StringComparison.Ordinal);
        Assert.Contains("minimal system: from the cache", more.Error, StringComparison.Ordinal);
        Assert.Contains("packages: made anew, changed: shared PackageEngine", more.Error, StringComparison.Ordinal);
        warm = await File.ReadAllBytesAsync(image, TestContext.Current.CancellationToken);
        await workshop.BuildWellAsync("--no-cache");
        AssertSame(warm, image);

        File.Delete(image);
        await workshop.BuildWellAsync("--cache-limit", "1MiB");
        Assert.InRange(Layers.All().Sum(layer => layer.Size.Count), 0, 1 << 20);
    }

    [Fact]
    public async Task Of_builds_at_the_same_time_one_makes_what_all_need_and_another_goes_on_when_it_is_killed()
    {
        using var first = new Workshop(space) { UseLayers = true }.With(Other);
        using var second = new Workshop(space) { UseLayers = true }.With(Other);
        using var killed = first.Start();
        await killed.WaitForAsync("Unpacking the minimal system", BuildSpace.Limit);
        using var waiting = second.Start();
        await waiting.WaitForAsync("another build is making it, waiting", BuildSpace.Limit);
        await killed.KillAsync();
        await waiting.WaitForAsync("Unpacking the minimal system", BuildSpace.Limit);

        using var third = first.Start();
        var (one, other) = (await waiting.EndAsync(BuildSpace.Limit), await third.EndAsync(BuildSpace.Limit));
        Assert.True(one.Code == 0, one.Error);
        Assert.True(other.Code == 0, other.Error);
        Assert.DoesNotContain("minimal system: from the cache", one.Error, StringComparison.Ordinal);
        Assert.Contains("minimal system: from the cache", other.Error, StringComparison.Ordinal);
        AssertSame(await File.ReadAllBytesAsync(Path.Combine(first.Output, "small.raw"), TestContext.Current.CancellationToken), Path.Combine(second.Output, "small.raw"));
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

        // The lock says how large they are once installed.
        await workshop.With(new SmallManifest { Size = "100MiB" }).BuildBadlyAsync(1, "the packages take about ", "give 'root' more");
        await workshop.With(new SmallManifest { Packages = ["netbase"] }).BuildBadlyAsync(1, "only in the manifest: package netbase", "make the lock again");
    }

    // What no other test has made.
    private static SmallManifest Other => new() { Bootstrapper = "variant: minbase, include_packages: [netbase]" };

    private LayerStore Layers => new(Path.Combine(space.Cache, "layers"));

    private static void AssertSame(byte[] expected, string image) => Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(image)), "the image has other bytes");
}
