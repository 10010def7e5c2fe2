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
        // Of two files with a setting apt takes the last one: apt.conf(5).
        var periodic = change.Added.Where(path => path.StartsWith("/etc/apt/apt.conf.d/", StringComparison.Ordinal) && change.Text(path).Contains("APT::Periodic::Unattended-Upgrade")).ToList();
        Assert.Equal(["/etc/apt/apt.conf.d/20auto-upgrades", "/etc/apt/apt.conf.d/90periodic-upgrades"], periodic);
        Assert.Contains("Unattended-Upgrade::Automatic-Reboot-Time \"04:30\";", change.Text("/etc/apt/apt.conf.d/90periodic-upgrades"));
    }
}
