using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class QemuGuestAgentTests(PluginImages images)
{
    [Fact]
    public async Task The_agent_is_there_and_udev_starts_it()
    {
        var change = await images.OfAsync("qemu_guest_agent");
        Assert.Contains("qemu-guest-agent", change.Packages);
    }
}
