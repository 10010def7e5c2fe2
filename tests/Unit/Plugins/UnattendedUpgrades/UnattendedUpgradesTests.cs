using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class UnattendedUpgradesTests
{
    [Fact]
    public void A_time_for_restarts_needs_restarts() => Assert.Contains(
        "has no effect without 'automatic_reboot: true'",
        Assert.Single(PluginFindings.Of("unattended_upgrades", """{"update_interval": 1, "download_interval": 1, "upgrade_interval": 1, "automatic_reboot_time": "04:30"}""")));
}
