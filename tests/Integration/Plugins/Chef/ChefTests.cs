using System.Security.Cryptography;
using BootstrapVz.Test.Integration.Builds;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class ChefTests(PluginImages images)
{
    private static readonly string Assets = Path.Combine(ProgramRun.Project, "manifests/plugins/files/chef");
    private static readonly DebPackage Cinc = new("cinc") { Files = new Dictionary<string, string> { ["/opt/cinc/bin/cinc-client"] = "#!/bin/sh\n", ["/etc/cinc/client.rb"] = "# as packaged\n" } };

    [Fact]
    public async Task The_examples_package_is_fetched_once_and_its_configuration_is_the_manifests()
    {
        const string Published = "files/stable/cinc/19.3.14/debian/13/cinc_19.3.14-1_amd64.deb";
        var folder = images.Folder("chef");
        var deb = await Cinc.MakeAsync(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, Published))!);
        File.Copy(deb, Path.Combine(folder, Published));
        await using var server = await WebFolder.StartAsync(folder);
        images.Mirror = "https://packages.cinc.sh=" + server.Http;
        var change = await images.OfChangedAsync(
            "chef", ("a6094f97527371b113acfda7bcceecc4d7113a00f71031d709bbe8367aeefebd", Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(deb)))));
        images.Mirror = null;
        Assert.Equal(["cinc"], change.Packages);
        Assert.Equal(["/" + Published], server.Requests); // the second build had it
        foreach (var name in (string[])["client.rb", "first-boot.json"])
        {
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Assets, name)), change.Text("/etc/cinc/" + name));
            Assert.Equal($"RegularFile {Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Assets, name)), 8)} 0:0", change.Line("/etc/cinc/" + name));
        }
    }

    [Fact]
    public async Task The_client_may_come_from_a_file_or_from_an_archive()
    {
        var deb = await Cinc.MakeAsync(images.Folder("chef-file"));
        Assert.Equal(["cinc"], (await images.OfSectionAsync("chef", [$"deb: {{file: '{deb}'}}"])).Packages);

        // A link to a folder is as good as the folder.
        var assets = images.Folder("chef-linked");
        await File.WriteAllTextAsync(Path.Combine(assets, "client.rb"), "log_level :info\n");
        File.SetUnixFileMode(Path.Combine(assets, "client.rb"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var link = Path.Combine(images.Folder("chef-links"), "assets");
        Directory.CreateSymbolicLink(link, assets);
        var archive = await SignedArchive.MakeAsync(images.Folder("chef-archive"), "stable", new DebPackage("chef"));
        await using var server = await WebFolder.StartAsync(archive.Folder);
        var change = await images.OfSectionAsync("chef", ["package: chef", $"repository: {{url: '{server.Http}', suite: stable, key: {{file: '{archive.Key}'}}}}", $"assets: {link}"]);
        Assert.Equal(["chef"], change.Packages);
        Assert.Equal("log_level :info\n", change.Text("/etc/chef/client.rb"));
        Assert.Equal("RegularFile 600 0:0", change.Line("/etc/chef/client.rb"));
    }
}
