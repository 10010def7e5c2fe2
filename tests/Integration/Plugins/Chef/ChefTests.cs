using System.Security.Cryptography;
using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class ChefTests(PluginImages images)
{
    private static readonly DebPackage Cinc = new("cinc") { Files = new Dictionary<string, string> { ["/opt/cinc/bin/cinc-client"] = "#!/bin/sh\n", ["/etc/cinc/client.rb"] = "# as packaged\n" } };

    [Fact]
    public async Task A_package_is_fetched_and_its_configuration_is_the_manifests()
    {
        var folder = images.Folder("chef");
        var deb = await Cinc.MakeAsync(folder);
        var assets = images.Folder("chef-assets");
        await File.WriteAllTextAsync(Path.Combine(assets, "client.rb"), "log_level :info\n");
        await File.WriteAllTextAsync(Path.Combine(assets, "first-boot.json"), "{}\n");
        File.SetUnixFileMode(Path.Combine(assets, "first-boot.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var server = await WebFolder.StartAsync(folder);
        images.Environment = server.Trust;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(deb)));
        var change = await images.OfSectionAsync("chef", [$"deb: {{url: '{server.Https}/cinc.deb', sha256: {sha256}}}", $"assets: {assets}"]);
        images.Environment = new Dictionary<string, string?>();
        Assert.Equal(["cinc"], change.Packages);
        Assert.Single(server.Requests); // the second build had it
        Assert.Equal("log_level :info\n", change.Text("/etc/cinc/client.rb"));
        Assert.Equal("RegularFile 600 0:0", change.Line("/etc/cinc/first-boot.json"));
    }

    [Fact]
    public async Task The_client_may_come_from_a_file_or_from_an_archive()
    {
        var deb = await Cinc.MakeAsync(images.Folder("chef-file"));
        Assert.Equal(["cinc"], (await images.OfSectionAsync("chef", [$"deb: {{file: '{deb}'}}"])).Packages);

        // A link to a folder is as good as the folder.
        var assets = images.Folder("chef-linked");
        await File.WriteAllTextAsync(Path.Combine(assets, "client.rb"), "log_level :info\n");
        var link = Path.Combine(images.Folder("chef-links"), "assets");
        Directory.CreateSymbolicLink(link, assets);
        var archive = await SignedArchive.MakeAsync(images.Folder("chef-archive"), "stable", new DebPackage("chef"));
        await using var server = await WebFolder.StartAsync(archive.Folder);
        var change = await images.OfSectionAsync("chef", ["package: chef", $"repository: {{url: '{server.Http}', suite: stable, key: {{file: '{archive.Key}'}}}}", $"assets: {link}"]);
        Assert.Equal(["chef"], change.Packages);
        Assert.Equal("log_level :info\n", change.Text("/etc/chef/client.rb"));
    }
}
