using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class MotdReleaseTests(PluginImages images)
{
    [Fact]
    public async Task The_image_is_named_for_programs_and_people()
    {
        var change = await images.OfAsync("motd_release");
        Assert.Equal(["/etc/issue.d/manifest.issue"], change.Added.Except(["/etc/issue.d"]));
        Assert.Equal(["/etc/motd"], change.Changed); // os-release is a package's
        Assert.Equal("RegularFile 644 0:0", change.Line("/etc/os-release"));
        var release = change.Text("/etc/os-release");
        Assert.Contains("\nVERSION_CODENAME=trixie\n", release);
        Assert.EndsWith("\nVARIANT=\"Web server\"\nVARIANT_ID=\"web-server\"\nBUILD_ID=\"trixie-7\"\n", release);
        Assert.Equal("Web server, Debian trixie\n", change.Text("/etc/issue.d/manifest.issue"));
        Assert.Equal("Changes go through the repository.\n", change.Text("/etc/motd"));
    }
}
