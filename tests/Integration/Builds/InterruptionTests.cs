using System.Diagnostics;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Builds that are stopped.</summary>
[Collection(nameof(BuildSpace))]
public class InterruptionTests(BuildSpace space)
{
    private const int Kills = 50;
    private const int Lanes = 2; // builds at a time: one alone does not fill two processors

    [Theory]
    [InlineData("INT", "Unpacking the minimal system")]
    [InlineData("TERM", "Configuring the minimal system")]
    [InlineData("TERM", "Installing packages")]
    [InlineData("INT", "Writing filesystems and boot code")]
    public async Task A_signal_rolls_back(string signal, string task)
    {
        // The last task takes a minute, so that no build is done before its signal comes.
        using var workshop = new Workshop(space).With(new SmallManifest { More = "plugins: {fixture_slow: {}}" });
        using var run = workshop.Start();
        await run.WaitForAsync(task, BuildSpace.Limit);
        await run.SignalAsync(signal);
        var end = await run.EndAsync(TimeSpan.FromSeconds(60));

        Assert.Contains("warning: stopping and rolling back; once more stops at once\nRolling back", end.Error, StringComparison.Ordinal);
        Assert.Contains("error: the build was interrupted", end.Error, StringComparison.Ordinal);
        Assert.Equal(130, end.Code);
        Assert.Empty(end.Out);
        await workshop.AssertNothingLeftAsync();
    }

    [Fact]
    public async Task A_second_signal_stops_at_once()
    {
        using var workshop = new Workshop(space).With(new SmallManifest { More = "plugins: {fixture_slow_undo: {}}" });
        using var run = workshop.Start();
        await run.WaitForAsync("Configuring the minimal system", BuildSpace.Limit);
        await run.SignalAsync("INT");
        await run.WaitForAsync("Untying knots", BuildSpace.Limit);
        await run.SignalAsync("TERM");
        var end = await run.EndAsync(TimeSpan.FromSeconds(20));

        Assert.Contains("error: the build was interrupted", end.Error, StringComparison.Ordinal);
        Assert.Equal(130, end.Code);
        await workshop.AssertNothingLeftAsync();
    }

    [Fact]
    public async Task Kills_at_random_moments_leave_nothing_and_the_next_build_succeeds()
    {
        using (var filling = new Workshop(space).With(new SmallManifest()))
            await filling.BuildWellAsync("--progress", "none");
        var random = new Random(2);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => KillAsync(Kills / Lanes, new Random(random.Next()))));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(space.Cache, "packages"), "*.part"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(space.Cache, "indexes"), "preferences.*", SearchOption.AllDirectories));
    }

    private async Task KillAsync(int times, Random random)
    {
        using var workshop = new Workshop(space).With(new SmallManifest());
        var clock = Stopwatch.StartNew();
        await workshop.BuildWellAsync("--progress", "none");
        var whole = (int)clock.ElapsedMilliseconds;
        Directory.Delete(workshop.Output, recursive: true);
        for (var i = 0; i < times; i++)
        {
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
