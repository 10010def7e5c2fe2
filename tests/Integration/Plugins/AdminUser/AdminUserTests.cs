using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class AdminUserTests(PluginImages images)
{
    [Fact]
    public async Task The_user_logs_in_with_password_and_key_and_may_do_anything()
    {
        var change = await images.OfAsync("admin_user");
        Assert.Equal(["sudo"], change.Packages);
        Assert.Contains("joe:x:1000:1000::/home/joe:/bin/bash", change.Text("/etc/passwd").Split('\n'));
        Assert.Equal("Directory 700 1000:1000", change.Line("/home/joe"));
        await Shadow.AssertPasswordAsync("test", change, "joe");
        Assert.Empty(change.Removed);

        Assert.Equal("joe ALL=(ALL) NOPASSWD:ALL\n", change.Text("/etc/sudoers.d/99-admin-user"));
        Assert.Equal("RegularFile 440 0:0", change.Line("/etc/sudoers.d/99-admin-user"));
        Assert.Equal("Directory 700 1000:1000", change.Line("/home/joe/.ssh"));
        Assert.Equal("RegularFile 600 1000:1000", change.Line("/home/joe/.ssh/authorized_keys"));
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(ProgramRun.Project, "manifests/plugins/files/joe.pub")), change.Text("/home/joe/.ssh/authorized_keys"));
    }

    [Fact]
    public async Task Without_a_password_the_account_is_locked_for_passwords()
    {
        var change = await images.OfSectionAsync("admin_user", ["username: joe", "pubkey: files/joe.pub"]);
        Assert.StartsWith("!", Shadow.Of(change, "joe"));
        Assert.Contains("/home/joe/.ssh/authorized_keys", change.Added);
    }
}
