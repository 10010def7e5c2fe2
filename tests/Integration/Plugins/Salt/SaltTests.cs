using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class SaltTests(PluginImages images)
{
    private static readonly DebPackage[] Packages =
    [
        new("salt-minion") { Version = "3006.9", Depends = "salt-common (= 3006.9)", Files = new Dictionary<string, string> { ["/etc/salt/minion"] = "# as packaged\n" } },
        new("salt-common") { Version = "3006.9" },
        new("salt-common") { Version = "3007.1" },
    ];

    [Fact]
    public async Task The_examples_minion_comes_from_its_archive_and_knows_master_and_grains()
    {
        const string Archive = "https://packages.broadcom.com/artifactory/saltproject-deb";
        var folder = images.Folder("salt");
        var archive = await SignedArchive.MakeAsync(folder, "stable", Packages);
        Directory.CreateDirectory(Path.Combine(folder, "artifactory/api/security/keypair/SaltProjectKey"));
        File.Copy(archive.Key, Path.Combine(folder, "artifactory/api/security/keypair/SaltProjectKey/public"));
        Directory.Move(archive.Folder, Path.Combine(folder, "artifactory/saltproject-deb"));
        await using var server = await WebFolder.StartAsync(folder);
        images.Mirror = "https://packages.broadcom.com=" + server.Http;
        var change = await images.OfChangedAsync("salt", ("10857FFDD3F91EAE577A21D664CBBC8173D76B3F", archive.Fingerprint));
        images.Mirror = null;

        Assert.Equal(["salt-common", "salt-minion"], change.Packages);
        Assert.Equal("# as packaged\n", change.Text("/etc/salt/minion"));
        await AssertYamlAsync("{'master': 'salt.example'}", change.Text("/etc/salt/minion.d/master.conf"));
        await AssertYamlAsync("{'role': 'web', 'datacentres': ['fra1', 'ams2']}", change.Text("/etc/salt/grains"));
        Assert.Contains("/etc/apt/keyrings/salt.gpg", change.Added);
        Assert.Equal($"deb [signed-by=/etc/apt/keyrings/salt.gpg] {Archive} stable main\n", change.Text("/etc/apt/sources.list.d/salt.list"));
        Assert.Single(server.Requests, request => request.EndsWith("/SaltProjectKey/public", StringComparison.Ordinal)); // the second build had it
    }

    [Fact]
    public async Task Without_a_version_the_newest_comes_and_grains_are_what_they_are()
    {
        var newest = new DebPackage("salt-minion") { Version = "3007.1", Depends = "salt-common (= 3007.1)", Files = new Dictionary<string, string> { ["/etc/salt/minion"] = "# of 3007\n" } };
        var archive = await SignedArchive.MakeAsync(images.Folder("salt-newest"), "stable", [.. Packages, newest]);
        await using var server = await WebFolder.StartAsync(archive.Folder);
        var change = await images.OfSectionAsync(
            "salt", ["install_source: stable", "grains: {role: 'web: \"a\"', 'on': 1}", $"repository: {{url: '{server.Http}', suite: stable, key: {{file: '{archive.Key}'}}}}"]);
        Assert.Equal("# of 3007\n", change.Text("/etc/salt/minion"));
        await AssertYamlAsync("{'role': 'web: \"a\"', 'on': 1}", change.Text("/etc/salt/grains"));
        Assert.DoesNotContain("/etc/salt/minion.d/master.conf", change.Added);
    }

    // By what Salt itself reads YAML with.
    private static async Task AssertYamlAsync(string expected, string yaml) =>
        Assert.Equal(expected + "\n", await Tool.RunAsync("/", "python3", "-c", "import sys, yaml; print(yaml.safe_load(sys.argv[1]))", yaml));
}
