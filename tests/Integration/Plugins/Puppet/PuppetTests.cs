using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class PuppetTests(PluginImages images)
{
    [Theory]
    [InlineData("trixie")]
    [InlineData("bookworm")]
    public async Task A_manifest_is_applied_to_the_image_and_leaves_nothing_else(string release)
    {
        var change = await images.OfAsync("puppet", "system.release=" + release);
        Assert.Equal("Directory 750 0:0", change.Line("/srv/www"));
        Assert.Equal("agent\n", change.Text("/srv/www/index.html"));
        Assert.Contains(change.Text("/etc/passwd").Split('\n'), line => line.StartsWith("deploy:x:1500:", StringComparison.Ordinal));
        Assert.Equal("version: 5\nhierarchy: []\n", change.Text("/etc/puppet/hiera.yaml"));
        Assert.Contains("/etc/systemd/system/multi-user.target.wants/puppet.service", change.Added);
        Assert.DoesNotContain(change.Added, path => path.StartsWith("/tmp/", StringComparison.Ordinal) || path.Contains("last_run", StringComparison.Ordinal) || path.Contains("/state/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resource_that_fails_stops_the_build()
    {
        var wrong = Path.Combine(images.Folder("puppet"), "wrong.pp");
        await File.WriteAllTextAsync(wrong, "file { '/nowhere/at/all': content => 'x' }\n");
        var error = await images.ErrorOfAsync("puppet", "manifest: files/site.pp\n    assets: files/puppet", $"manifest: {wrong}");
        Assert.Contains("Puppet cannot apply", error);
        Assert.Contains("/nowhere/at", error);
        Assert.Contains("'network: true'", error);
    }

    [Fact]
    public async Task The_agent_may_come_from_another_archive()
    {
        // It is Debian's agent under another name, so that a real one applies the manifest.
        var archive = await SignedArchive.MakeAsync(images.Folder("openvox"), "trixie", new DebPackage("openvox-agent") { Depends = "puppet-agent" });
        await using var server = await WebFolder.StartAsync(archive.Folder);
        var change = await images.OfSectionAsync(
            "puppet",
            [
                "package: openvox-agent", $"repository: {{url: '{server.Http}', suite: trixie, key: {{file: '{archive.Key}'}}}}",
                "manifest: files/site.pp",
            ]);
        Assert.Contains("openvox-agent", change.Packages);
        Assert.Equal($"deb [signed-by=/etc/apt/keyrings/puppet.gpg] {server.Http} trixie main\n", change.Text("/etc/apt/sources.list.d/puppet.list"));
        Assert.Equal("agent\n", change.Text("/srv/www/index.html"));
        Assert.DoesNotContain("/etc/systemd/system/multi-user.target.wants/puppet.service", change.Added);
    }
}
