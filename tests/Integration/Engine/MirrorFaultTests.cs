using System.Net;
using System.Net.Sockets;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Integration.Engine;

/// <summary>A mirror or a name that is wrong ends with a reason, through the real apt.</summary>
public sealed class MirrorFaultTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_suite_that_does_not_exist_is_told()
    {
        var error = await Assert.ThrowsAsync<BuildException>(() => OpenAsync(Source(MirrorMap.Archive, "nosuchsuite")));

        Assert.Contains("nosuchsuite", error.Message);
        Assert.Contains("does not have", error.Message);
    }

    [Fact]
    public async Task A_key_that_is_not_in_the_keyring_is_told()
    {
        const string other = "/usr/share/keyrings/debian-archive-removed-keys.gpg";
        Assert.SkipUnless(File.Exists(other), $"needs '{other}'");

        var error = await Assert.ThrowsAsync<BuildException>(() => OpenAsync(Source(MirrorMap.Archive, "trixie") with { Keyring = other }));

        Assert.Contains("not in the keyring", error.Message);
    }

    [Fact]
    public async Task A_mirror_that_is_silent_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var uri = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/debian";

        var error = await Assert.ThrowsAsync<BuildException>(() => OpenAsync(Source(uri, "trixie"), TimeSpan.FromSeconds(1)));

        Assert.Contains("in time", error.Message);
    }

    [Fact]
    public async Task A_mirror_nobody_runs_is_told()
    {
        var error = await Assert.ThrowsAsync<BuildException>(() => OpenAsync(Source("http://127.0.0.1:9/debian", "trixie")));

        Assert.Contains("cannot be reached", error.Message);
    }

    [Fact]
    public async Task Packages_that_do_not_exist_and_those_left_out_are_told()
    {
        using var index = await OpenAsync(Source(MirrorMap.Archive, "trixie"));
        var solver = new AptSolver(Scratch.Host);
        var minbase = new BootstrapSelection(BootstrapVariant.Minbase, "trixie");

        var error = await Assert.ThrowsAsync<BuildException>(() =>
            solver.BootstrapAsync(index, minbase with { Include = ["opensh-server"] }, TestContext.Current.CancellationToken));
        Assert.Contains("'opensh-server' does not exist", error.Message);
        Assert.Equal("did you mean 'openssh-server'?", error.Hint);

        var without = await solver.BootstrapAsync(index, minbase with { Exclude = ["tzdata"] }, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(without, package => package.Name == "tzdata");
        Assert.Contains(without, package => package.Name == "dpkg");
    }

    [Fact]
    public async Task Two_builds_open_the_same_index_at_the_same_time()
    {
        var sources = Source(MirrorMap.Archive, "trixie");

        var both = await Task.WhenAll(OpenAsync(sources), OpenAsync(sources));

        foreach (var index in both)
            index.Dispose();
    }

    public void Dispose() => _scratch.Dispose();

    private static AptSources Source(string uri, string suite) =>
        new() { Lines = [SourceLine.Parse($"deb {uri} {suite} main", null)], Architecture = "amd64" };

    private Task<AptIndex> OpenAsync(AptSources sources, TimeSpan? timeout = null) =>
        new IndexCache(Scratch.Host, Scratch.Log, _scratch.Folder + "/indexes", MirrorMap.OfHost([]), timeout)
            .OpenAsync(sources, TestContext.Current.CancellationToken);
}
