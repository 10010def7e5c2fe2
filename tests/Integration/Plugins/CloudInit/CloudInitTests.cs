using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class CloudInitTests(PluginImages images)
{
    private const string DropIn = "/etc/cloud/cloud.cfg.d/90_manifest.cfg";

    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("sid")]
    public async Task A_drop_in_says_what_differs_from_the_releases_configuration(string release)
    {
        var change = await images.OfAsync("cloud_init", "system.release=" + release);
        Assert.Contains("cloud-init", change.Packages);
        Assert.Contains("iproute2", change.Packages);
        Assert.Contains("cloud-guest-utils", change.Packages);
        Assert.Contains("sudo", change.Packages);
        Assert.Contains(DropIn, change.Added);
        Assert.Contains("/etc/systemd/system/ssh-generate-hostkeys.service.d/cloud-init.conf", change.Added);
        Assert.Equal("RegularFile 644 0:0", change.Line(DropIn));

        var text = change.Text(DropIn);
        Assert.Contains("\"sudo\",\"video\",\"users\"]\n", text);
        Assert.Contains("datasource_list: [\"NoCloud\",\"ConfigDrive\",\"None\"]\n", text);
        var packaged = change.Text("/etc/cloud/cloud.cfg").Split('\n').Where(line => line.StartsWith(" - ")).Select(line => line[3..]).ToList();
        var modules = text.Split('\n').Where(line => line.StartsWith("  - ")).Select(line => line[4..].Trim('"')).ToList();
        Assert.Equal("growpart", modules[2]);
        Assert.Equal(["byobu", "landscape", "ssh-import-id"], packaged.Except(modules).Order());
        Assert.Empty(modules.Except(packaged));
    }
}
