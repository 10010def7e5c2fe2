using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Files;
using BootstrapVz.Test.Testing;
using BootstrapVz.Test.Unit.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class ChefTests
{
    [Theory]
    [InlineData("{}", "trixie", "has no Chef")]
    [InlineData("""{"assets": "/etc"}""", "stretch", null)]
    [InlineData("""{"deb": {}}""", "trixie", "exactly one of 'file' and 'url'")]
    [InlineData("""{"deb": {"url": "https://a/cinc.deb"}}""", "trixie", "needs 'sha256'")]
    [InlineData("""{"package": "chef", "deb": {"url": "https://a/c.deb", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}""", "trixie", "no effect without 'repository'")]
    public void The_package_has_to_be_one_and_known(string section, string release, string? problem)
    {
        var found = PluginFindings.Of("chef", section, release);
        if (problem is null)
            Assert.Empty(found);
        else
            Assert.Contains(problem, Assert.Single(found));
    }

    [Fact]
    public async Task A_file_that_is_fetched_has_to_be_the_one_that_is_named()
    {
        await using var lab = new TaskLab();
        using var client = new HttpClient();
        lab.Host.Local = client;
        await using var server = new TestMirror((_, _) => TestMirror.Answer.Ok("package"u8.ToArray()));
        var address = new Uri(server.Address + "cinc.deb");
        var error = await Assert.ThrowsAsync<BuildException>(() => FetchedFiles.GetAsync(lab.Build, address, new('0', 64), default));
        Assert.Contains("is not the file the manifest names", error.Message);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(lab.Build.Paths.Cache, "files")));

        const string Sha256 = "bc4a71180870f7945155fbb02f4b0a2e3faa2a62d6d31b7039013055ed19869a";
        var path = await FetchedFiles.GetAsync(lab.Build, address, Sha256, default);
        Assert.Equal(Sha256 + ".deb", Path.GetFileName(path));
        await File.WriteAllTextAsync(path, "damaged");
        Assert.Equal(path, await FetchedFiles.GetAsync(lab.Build, address, Sha256, default));
        Assert.Equal(path, await FetchedFiles.GetAsync(lab.Build, address, Sha256, default));
        Assert.Equal(3, server.Requests);
    }
}
