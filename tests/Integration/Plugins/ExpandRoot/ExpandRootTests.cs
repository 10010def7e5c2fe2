using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class ExpandRootTests(PluginImages images)
{
    [Fact]
    public async Task The_same_is_installed_as_for_a_partition_that_grows()
    {
        var change = await images.OfAsync("expand_root");
        Assert.Equal(["fdisk"], change.Packages.Intersect(["fdisk"]));
        Assert.Equal("RegularFile 755 0:0", change.Line("/usr/local/sbin/grow-filesystem"));
        Assert.EndsWith(" -> /etc/systemd/system/grow-filesystem@.service", change.Line("/etc/systemd/system/sysinit.target.wants/grow-filesystem@-.service"));
    }
}
