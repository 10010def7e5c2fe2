using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class SaltTests(PluginImages images)
{
    [Fact]
    public async Task The_minion_comes_from_the_archive_and_knows_master_and_grains()
    {
        var archive = await SignedArchive.MakeAsync(
            images.Folder("salt"), "stable",
            new DebPackage("salt-minion") { Version = "3006.9", Depends = "salt-common (= 3006.9)", Files = new Dictionary<string, string> { ["/etc/salt/minion"] = "# as packaged\n" } },
            new DebPackage("salt-common") { Version = "3006.9" },
            new DebPackage("salt-common") { Version = "3007.1" });
        await using var server = await WebFolder.StartAsync(archive.Folder);
        images.Environment = server.Trust;
        var change = await images.OfSectionAsync(
            "salt",
            [
                "install_source: stable", "version: '3006'", "master: salt.example", "grains: {role: 'web: \"a\"', 'on': 1, roles: [a, b]}",
                $"repository: {{url: '{server.Http}', suite: stable, key: {{url: '{server.Https}/key.gpg', sha256: {archive.KeySha256}}}}}",
            ]);
        images.Environment = new Dictionary<string, string?>();
        Assert.Equal(["salt-common", "salt-minion"], change.Packages);
        Assert.Equal("# as packaged\n", change.Text("/etc/salt/minion"));
        await AssertYamlAsync("{'master': 'salt.example'}", change.Text("/etc/salt/minion.d/master.conf"));
        await AssertYamlAsync("{'role': 'web: \"a\"', 'on': 1, 'roles': ['a', 'b']}", change.Text("/etc/salt/grains"));
        Assert.Contains("/etc/apt/keyrings/salt.gpg", change.Added);
        Assert.Equal($"deb [signed-by=/etc/apt/keyrings/salt.gpg] {server.Http} stable main\n", change.Text("/etc/apt/sources.list.d/salt.list"));
    }

    // By what Salt itself reads YAML with.
    private static async Task AssertYamlAsync(string expected, string yaml) =>
        Assert.Equal(expected + "\n", await Tool.RunAsync("/", "python3", "-c", "import sys, yaml; print(yaml.safe_load(sys.argv[1]))", yaml));
}
