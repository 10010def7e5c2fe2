using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class UsersTests(PluginImages images)
{
    [Fact]
    public async Task Users_and_groups_are_made_as_the_manifest_says()
    {
        var change = await images.OfAsync("users");
        var users = change.Text("/etc/passwd").Split('\n');
        Assert.Contains(users, line => line.StartsWith("anna:x:1000:1000:Anna Example:/home/anna:/bin/bash", StringComparison.Ordinal) || line.StartsWith("anna:x:1001:", StringComparison.Ordinal));
        Assert.Contains("ben:x:1500:1500::/home/ben:/bin/sh", users);
        Assert.Contains(users, line => line.StartsWith("backup-agent:x:", StringComparison.Ordinal) && line.EndsWith(":/var/lib/backup-agent:/usr/sbin/nologin", StringComparison.Ordinal));
        Assert.Contains("deploy:x:2000:anna", change.Text("/etc/group").Split('\n'));

        var shadow = change.Text("/etc/shadow").Split('\n').ToDictionary(line => line.Split(':')[0], line => line.Split(':').ElementAtOrDefault(1));
        Assert.StartsWith("$y$", shadow["anna"]);
        Assert.StartsWith("!", shadow["ben"]);
        Assert.Equal("anna ALL=(ALL) NOPASSWD:ALL\n", change.Text("/etc/sudoers.d/50-user-anna"));
        Assert.Equal("RegularFile 440 0:0", change.Line("/etc/sudoers.d/50-user-anna"));
        Assert.Equal("RegularFile 600 1500:1500", change.Line("/home/ben/.ssh/authorized_keys"));
        Assert.DoesNotContain("/var/lib/backup-agent", change.Added);
        Assert.Contains("sudo", change.Packages);
    }
}
