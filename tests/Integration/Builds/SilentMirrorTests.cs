using System.Diagnostics;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Mirrors that take a request and say nothing. They cost time and no work, so these run beside the other builds.</summary>
public class SilentMirrorTests(BuildSpace space) : IClassFixture<BuildSpace>
{
    [Theory]
    [InlineData("/dists/trixie/", "the package indexes cannot be fetched: the mirror does not answer in time", "check the network, or use another mirror")]
    [InlineData("/pool/main/h/hostname/", "package 'hostname' ", "check the network")]
    public async Task A_silent_mirror_is_given_up(string files, string message, string hint)
    {
        await FaultyMirror.RequireUpstreamAsync();
        using var mirror = new FaultyMirror(Fault.Silence, files);
        using var workshop = new Workshop(space).With(new SmallManifest());
        var clock = Stopwatch.StartNew();
        await workshop.BuildBadlyAsync(1, message, hint, mirror.Words);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(3));
    }
}
