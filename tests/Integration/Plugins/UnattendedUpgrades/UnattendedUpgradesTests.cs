using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class UnattendedUpgradesTests(PluginImages images)
{
    [Fact]
    public async Task Intervals_hold_against_those_of_the_package()
    {
        var change = await images.OfAsync("unattended_upgrades");
        Assert.Contains("unattended-upgrades", change.Packages);
        Assert.Contains("/etc/apt/apt.conf.d/90periodic-upgrades", change.Added);
        Assert.Contains("Unattended-Upgrade::Automatic-Reboot-Time \"04:30\";", change.Text("/etc/apt/apt.conf.d/90periodic-upgrades"));
    }
}
