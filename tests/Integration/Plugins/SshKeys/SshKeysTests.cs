using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class SshKeysTests(PluginImages images)
{
    [Fact]
    public async Task Keys_are_authorized_and_the_server_is_set_up()
    {
        var change = await images.OfAsync("ssh_keys");
        Assert.Equal("PermitRootLogin prohibit-password\nMaxAuthTries 3\n", change.Text("/etc/ssh/sshd_config.d/00-manifest.conf"));
        Assert.Equal("RegularFile 600 0:0", change.Line("/root/.ssh/authorized_keys"));
        Assert.Equal("Directory 700 0:0", change.Line("/root/.ssh"));
        Assert.EndsWith(" anna@example\n", change.Text("/root/.ssh/authorized_keys"));
        Assert.Empty(change.Packages);
    }

    [Fact]
    public async Task A_setting_that_the_server_does_not_take_stops_the_build() => Assert.Contains(
        "00-manifest.conf line 2: MaxAuthTries integer value invalid", await images.ErrorOfAsync("ssh_keys", "MaxAuthTries: 3", "MaxAuthTries: many"));
}
