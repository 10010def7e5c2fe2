using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class SystemdUnitsTests(PluginImages images)
{
    [Fact]
    public async Task Units_are_written_and_their_states_set()
    {
        var change = await images.OfAsync("systemd_units");
        Assert.Empty(change.Packages);
        Assert.Equal("[Service]\nRestart=always\n", change.Text("/etc/systemd/system/ssh.service.d/50-manifest.conf"));
        Assert.EndsWith(" -> /etc/systemd/system/hello.service", change.Line("/etc/systemd/system/multi-user.target.wants/hello.service"));
        Assert.EndsWith(" -> /dev/null", change.Line("/etc/systemd/system/apt-daily.timer"));
        Assert.Contains("/etc/systemd/system/timers.target.wants/fstrim.timer", change.Removed);
    }

    [Fact]
    public async Task A_unit_that_nothing_would_start_is_not_called_enabled() => Assert.Contains(
        "error: 'hello.service' cannot be enabled: it has no [Install] section", await images.ErrorOfAsync("systemd_units", "[Install]", "[X-Nothing]"));
}
