using BootstrapVz.Common.Ssh;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Common;

public sealed class PublicKeyTests
{
    [Fact]
    public async Task Keys_are_added_once_to_those_in_the_users_own_home()
    {
        await using var lab = new TaskLab();
        lab.Host.Answer($"unshare --net -- chroot {lab.Root.HostPath} getent passwd joe", "joe:x:1000:1000::/srv/joe:/bin/sh\n");
        lab.Root.CreateDirectory("/srv/joe/.ssh");
        await lab.WriteAsync("/srv/joe/.ssh/authorized_keys", "ssh-ed25519 AAAA first\n");

        await PublicKeys.AuthorizeAsync(lab.Build, "joe", ["ssh-ed25519 AAAA second\n", "ssh-ed25519 AAAA first", ""], default);

        Assert.Equal("ssh-ed25519 AAAA first\nssh-ed25519 AAAA second\n", lab.Read("/srv/joe/.ssh/authorized_keys"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, lab.Mode("/srv/joe/.ssh/authorized_keys"));
        Assert.Equal("chroot {root} chown --recursive joe: /srv/joe/.ssh", lab.Commands[^1]);
    }
}
