using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class CommandsTests(PluginImages images)
{
    [Fact]
    public async Task Commands_run_on_the_host_and_in_the_image()
    {
        var change = await images.OfAsync("commands");
        Assert.Equal("Debian trixie, log in as {user}\n", change.Text("/etc/issue"));
        Assert.Equal("Directory 750 0:0", change.Line("/srv/two words"));
        Assert.Matches("^SymbolicLink 777 0:0 -> /(usr/)?lib/systemd/system/rescue.target$", change.Line("/etc/systemd/system/default.target"));
        Assert.Equal(["/etc/systemd/system/default.target", "/srv/two words"], change.Added);
        Assert.Empty(change.Packages);
    }

    [Fact]
    public async Task A_command_that_fails_stops_the_build_and_says_what_it_said()
    {
        var error = await images.ErrorOfAsync("commands", "systemctl, set-default, rescue.target", "systemctl, set-default, nothing.target");
        Assert.Contains("a command of plugin 'commands' failed: 'chroot' ended with exit code 1", error);
        Assert.Contains("nothing.target", error);
    }
}
