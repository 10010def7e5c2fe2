using BootstrapVz.Base.Errors;
using BootstrapVz.Plugins.Ntp;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class NtpTests
{
    [Fact]
    public async Task Servers_take_the_place_of_the_first_pool_and_the_others_go()
    {
        await using var lab = new TaskLab();
        await lab.WriteAsync("/etc/ntpsec/ntp.conf", "# pool of old\ndriftfile x\npool 0.debian.pool.ntp.org iburst\npool 1.debian.pool.ntp.org iburst\nrestrict default\n");
        await lab.RunAsync(new ReplacePools(new() { Client = TimeClient.Ntpsec, Servers = ["a.example", "b.example"] }));
        Assert.Equal("# pool of old\ndriftfile x\nserver a.example iburst\nserver b.example iburst\nrestrict default\n", lab.Read("/etc/ntpsec/ntp.conf"));
    }

    [Fact]
    public async Task A_configuration_without_a_pool_is_an_error()
    {
        await using var lab = new TaskLab();
        await lab.WriteAsync("/etc/chrony/chrony.conf", "driftfile x\n");
        await Assert.ThrowsAsync<BuildException>(() => lab.RunAsync(new ReplacePools(new() { Servers = ["a.example"] })));
    }
}
