using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class SaltTests
{
    [Theory]
    [InlineData("""{"install_source": "stable"}""", "trixie", "has no salt-minion")]
    [InlineData("""{"install_source": "stable"}""", "bullseye", null)]
    [InlineData("""{"install_source": "stable"}""", "stretch", null)]
    [InlineData("""{"install_source": "git", "version": "v2019.2"}""", "stretch", null)]
    [InlineData("""{"install_source": "git", "version": "v3007"}""", "trixie", "no packages of install source 'git'")]
    [InlineData("""{"install_source": "daily"}""", "bookworm", "no packages of install source 'daily'")]
    [InlineData("""{"install_source": "stable", "repository": {"url": "http://a/", "suite": "b", "key": {"url": "https://a/k"}}}""", "trixie", "needs 'sha256' or 'fingerprint'")]
    public void What_cannot_be_installed_is_told_with_what_to_do(string section, string release, string? problem)
    {
        var found = PluginFindings.Of("salt", section, release);
        if (problem is null)
            Assert.Empty(found);
        else
            Assert.Contains(problem, Assert.Single(found));
    }
}
