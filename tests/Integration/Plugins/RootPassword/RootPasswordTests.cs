using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class RootPasswordTests(PluginImages images)
{
    [Theory]
    [InlineData]
    [InlineData("password: test")]
    public async Task Root_logs_in_with_the_password_over_SSH_too(params string[] section)
    {
        var change = await images.OfSectionAsync("root_password", section);
        await Shadow.AssertPasswordAsync("test", change, "root");
        Assert.Equal("RegularFile 640 0:42", change.Line("/etc/shadow"));
        Assert.Equal("PermitRootLogin yes\n", change.Text("/etc/ssh/sshd_config.d/10-permitrootlogin.conf"));
        Assert.Equal(["/etc/ssh/sshd_config.d/10-permitrootlogin.conf"], change.Added);
        Assert.Empty(change.Removed);
        Assert.Empty(change.Packages);
    }

    [Fact]
    public async Task A_hash_is_taken_as_it_is()
    {
        const string Hash = "$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/";
        Assert.Equal(Hash, Shadow.Of(await images.OfSectionAsync("root_password", [$"password-crypted: {Hash}"]), "root"));
    }
}
