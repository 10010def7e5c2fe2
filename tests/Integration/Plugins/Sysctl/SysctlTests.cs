using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class SysctlTests(PluginImages images)
{
    [Fact]
    public async Task Parameters_are_written_after_all_others()
    {
        var change = await images.OfAsync("sysctl");
        Assert.Equal(["/etc/sysctl.d/99-manifest.conf"], change.Added);
        Assert.Empty(change.Changed);
        Assert.Empty(change.Packages);
        Assert.Equal("net.ipv4.ip_forward = 1\nvm.swappiness = 10\n", change.Text("/etc/sysctl.d/99-manifest.conf"));
        Assert.Equal("RegularFile 644 0:0", change.Line("/etc/sysctl.d/99-manifest.conf"));
    }
}
