using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Builds that are stopped.</summary>
[Collection(nameof(BuildSpace))]
public class InterruptionTests(BuildSpace space)
{
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
}
