using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Ssh;
using BootstrapVz.Plugins.Users;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class UsersTests
{
    [Fact]
    public async Task Accounts_are_made_with_what_is_given()
    {
        await using var lab = new TaskLab();
        UsersOptions options = new()
        {
            Groups = new Dictionary<AccountName, GroupOptions> { [new("deploy")] = new() { Gid = 2000 } },
            Users = new Dictionary<AccountName, BootstrapVz.Plugins.Users.UserOptions>
            {
                [new("anna")] = new() { Groups = [new("deploy"), new("adm")], Comment = "Anna" },
                [new("agent")] = new() { System = true, Home = "/var/lib/agent" },
            },
        };
        await lab.RunAsync(new CreateGroups(options));
        await lab.RunAsync(new CreateUsers(options));
        Assert.Equal(
            [
                "chroot {root} groupadd --gid 2000 deploy",
                "chroot {root} useradd --create-home --shell /bin/bash --comment Anna --groups deploy,adm anna",
                "chroot {root} useradd --system --shell /usr/sbin/nologin --home-dir /var/lib/agent agent",
            ],
            lab.Commands);
    }

    [Fact]
    public void A_password_may_be_used_over_SSH_and_without_one_nothing_changes()
    {
        Assert.False(DisablesPasswords(new() { Password = Secret.Of("x") }));
        Assert.False(DisablesPasswords(new() { PasswordHash = Secret.Of("$y$x") }));
        Assert.True(DisablesPasswords(new()));

        static bool DisablesPasswords(BootstrapVz.Plugins.Users.UserOptions user)
        {
            var tasks = new TaskSet().Add<DisablePasswordLogin>();
            new UsersPlugin(new() { Users = new Dictionary<AccountName, BootstrapVz.Plugins.Users.UserOptions> { [new("anna")] = user } }).Resolve(tasks, ManifestSamples.At("/m.yml"));
            return tasks.Contains<DisablePasswordLogin>();
        }
    }

    [Theory]
    [InlineData("""{"users": {"anna": {"password": "x", "password_hash": "y"}}}""", "not both")]
    [InlineData("""{"users": {"anna": {"ssh_keys": ["anna.pub"]}}}""", "'anna.pub' is not an SSH public key")]
    [InlineData("""{"users": {"anna": {"uid": 1500}, "ben": {"uid": 1500}}}""", "1500 is the number of 'anna' as well")]
    public void What_cannot_be_is_said_before_any_work(string section, string problem) =>
        Assert.Contains(problem, Assert.Single(PluginFindings.Of("users", section)));
}
