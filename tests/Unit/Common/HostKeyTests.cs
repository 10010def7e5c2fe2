using BootstrapVz.Common.Ssh;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Common;

public sealed class HostKeyTests
{
    [Fact]
    public async Task What_keeps_keys_from_being_made_is_gone_in_the_end()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new HoldHostKeys());
        Assert.Equal("", lab.Read("/etc/ssh/ssh_host_ed25519_key"));
        await lab.WriteAsync("/etc/ssh/ssh_host_rsa_key.pub", "ssh-rsa");
        await lab.WriteAsync("/etc/ssh/sshd_config", "# kept");

        await lab.RunAsync(new RemoveHostKeys());
        Assert.Equal(["/etc/ssh/sshd_config"], lab.Root.List("/etc/ssh"));
    }
}
