using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class DebconfTests(PluginImages images)
{
    [Fact]
    public async Task Packages_are_set_up_by_the_answers()
    {
        var change = await images.OfAsync("debconf", "packages.install=[postfix]");
        Assert.Equal("mail.example\n", change.Text("/etc/mailname"));
        Assert.Contains("\ninet_interfaces = loopback-only\n", change.Text("/etc/postfix/main.cf"));
    }
}
