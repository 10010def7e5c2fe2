using BootstrapVz.Plugins.Puppet;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class PuppetTests
{
    [Fact]
    public async Task Modules_come_from_the_forge_in_the_version_that_is_named()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new InstallModules(new() { InstallModules = [["puppetlabs-stdlib"], ["puppetlabs-apt", "9.4.0"]], Forge = new("https://forge.example") }));
        const string Places = "--vardir /tmp/puppet/var --rundir /tmp/puppet/run --logdir /tmp/puppet/log --publicdir /tmp/puppet/public";
        Assert.Equal(
            [
                $"chroot {{root}} puppet module install --force --module_repository https://forge.example/ {Places} puppetlabs-stdlib",
                $"chroot {{root}} puppet module install --force --version 9.4.0 --module_repository https://forge.example/ {Places} puppetlabs-apt",
            ],
            lab.Commands);
        Assert.All(lab.Host.Commands, command => Assert.Equal("chroot", command.Program)); // with the network
    }

    [Theory]
    [InlineData("""{"install_modules": [[]]}""", "its name and its version")]
    [InlineData("""{"install_modules": [["a", "1", "2"]]}""", "its name and its version")]
    [InlineData("""{"forge": "https://forge.example"}""", "'forge' has no effect")]
    [InlineData("""{"network": true}""", "'network' has no effect")]
    [InlineData("""{"repository": {"url": "http://a/", "suite": "b", "key": {"url": "https://a/k"}}}""", "needs 'sha256' or 'fingerprint'")]
    public void What_cannot_be_meant_is_told(string section, string problem) => Assert.Contains(problem, Assert.Single(PluginFindings.Of("puppet", section)));
}
