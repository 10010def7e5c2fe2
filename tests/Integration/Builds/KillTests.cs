using System.Diagnostics;
using BootstrapVz.Common.Layers;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Builds that are killed. There are many, so they run beside the others.</summary>
public class KillTests(BuildSpace space) : IClassFixture<BuildSpace>
{
    private const int Kills = 50;
    private const int Lanes = 2; // builds at a time: one alone does not fill two processors

    private string Layers => Path.Combine(space.Cache, "layers");

    [Fact]
    public async Task Kills_at_random_moments_leave_nothing_and_the_next_build_succeeds()
    {
        using (var filling = new Workshop(space).With(new SmallManifest()))
            await filling.BuildWellAsync("--progress", "none");
        Directory.CreateDirectory(Layers);
        var random = new Random(2);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => KillAsync(Kills / Lanes, new Random(random.Next()))));
        Assert.Empty(new LayerStore(Layers).Verify(TestContext.Current.CancellationToken));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(space.Cache, "packages"), "*.part"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(space.Cache, "indexes"), "preferences.*", SearchOption.AllDirectories));
    }

    private async Task KillAsync(int times, Random random)
    {
        using var workshop = new Workshop(space) { UseLayers = true }.With(new SmallManifest());
        var clock = Stopwatch.StartNew();
        await workshop.BuildWellAsync("--progress", "none");
        var whole = (int)clock.ElapsedMilliseconds;
        Directory.Delete(workshop.Output, recursive: true);
        for (var i = 0; i < times; i++)
        {
            foreach (var layer in Directory.EnumerateFiles(Layers))
                File.Delete(layer); // so that every build makes and keeps everything
            using var run = workshop.Start("--progress", "none");
            await Task.Delay(random.Next(0, whole));
            await run.KillAsync();
            // One that was as good as done may have finished its image; half of one would have another name or size.
            if (Directory.Exists(workshop.Output) && Directory.GetFiles(workshop.Output) is [var image] && Path.GetFileName(image) == "small.raw")
                File.Delete(image);
            await workshop.AssertNothingLeftAsync();
        }

        await workshop.BuildWellAsync("--progress", "none");
        Assert.Equal(["small.raw"], Directory.EnumerateFileSystemEntries(workshop.Output).Select(Path.GetFileName));
    }
}
