using BootstrapVz.Cli.Building;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public class NamespacesTests
{
    [Fact]
    public void Nothing_is_missing_when_programs_and_ranges_are_there() =>
        Assert.Empty(Missing("joe:100000:65536\n"));

    [Fact]
    public void A_range_may_be_given_to_the_id() =>
        Assert.Empty(Missing("1000:100000:65536\n"));

    [Theory]
    [InlineData("", 100000)]
    [InlineData("joe:100000:1000\n", 101000)]
    [InlineData("joey:100000:65536\n", 165536)]
    [InlineData("rubbish\nann:x:y\n", 100000)]
    public void The_line_to_add_names_a_free_range(string subuid, int first)
    {
        var missing = Assert.Single(Missing(subuid));
        Assert.Equal("a range of 65536 subordinate ids for 'joe' in /etc/subuid and /etc/subgid, for newuidmap to give to the build", missing.What);
        Assert.Equal($"echo \"joe:{first}:65536\" | sudo tee -a /etc/subuid /etc/subgid", missing.Mend);
    }

    [Fact]
    public void A_missing_newuidmap_is_named_with_its_package()
    {
        var missing = Assert.Single(Namespaces.Missing("joe", 1000, _ => null, _ => "joe:100000:65536"));
        Assert.Contains("newuidmap", missing.What, StringComparison.Ordinal);
        Assert.Equal("apt-get install uidmap", missing.Mend);
    }

    [Theory]
    [InlineData("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0")]
    [InlineData("/proc/sys/kernel/unprivileged_userns_clone", "sudo sysctl kernel.unprivileged_userns_clone=1")]
    public void The_switch_this_kernel_has_is_named(string file, string line) =>
        Assert.Equal(line, Namespaces.Sysctl(path => path == file));

    private static IReadOnlyList<Base.Errors.HostRequirement> Missing(string ranges) =>
        Namespaces.Missing("joe", 1000, program => "/usr/bin/" + program, _ => ranges);
}
