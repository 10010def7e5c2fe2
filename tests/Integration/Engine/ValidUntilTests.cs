using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Integration.Engine;

/// <summary>An index past its date, through the real apt.</summary>
public sealed class ValidUntilTests : IDisposable
{
    // The SHA-256 of an empty file.
    private const string Release = """
        Suite: old
        Codename: old
        Date: Sat, 01 Jan 2000 00:00:00 UTC
        Valid-Until: Sat, 08 Jan 2000 00:00:00 UTC
        Architectures: amd64
        Components: main
        SHA256:
         e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 main/binary-amd64/Packages

        """;

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task It_is_refused_unless_that_is_allowed()
    {
        var packages = Directory.CreateDirectory(_scratch.Folder + "/dists/old/main/binary-amd64").FullName;
        await File.WriteAllTextAsync(packages + "/Packages", "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_scratch.Folder + "/dists/old/Release", Release, TestContext.Current.CancellationToken);
        var sources = new AptSources { Lines = [SourceLine.Parse($"deb file:{_scratch.Folder} old main", null)], Architecture = "amd64", CheckSignatures = false };

        var error = await Assert.ThrowsAsync<BuildException>(() => OpenAsync(sources));
        Assert.Contains("the index has expired", error.Message);
        using var index = await OpenAsync(sources with { CheckValidUntil = false });
    }

    [Theory]
    [InlineData("Acquire::Check-Valid-Until \"false\";", false)]
    [InlineData("Acquire { Check-Valid-Until no; }; // as it is", false)]
    [InlineData("Acquire::Check-Valid-Until \"true\";", true)]
    public async Task The_manifest_decides_before_the_host_does(string setting, bool expected) => Assert.Equal(
        expected,
        await ValidUntil.IsCheckedAsync(
            Scratch.Host, new Dictionary<AptConfName, string> { [new("10dates")] = setting }, TestContext.Current.CancellationToken));

    public void Dispose() => _scratch.Dispose();

    private Task<AptIndex> OpenAsync(AptSources sources) =>
        new IndexCache(Scratch.Host, Scratch.Log, _scratch.Folder + "/indexes", MirrorMap.OfHost([])).OpenAsync(sources, TestContext.Current.CancellationToken);
}
