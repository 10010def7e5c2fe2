using BootstrapVz.Base.Manifests;
using BootstrapVz.Common.Ssh;
using BootstrapVz.Plugins.AdminUser;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class AdminUserTests
{
    [Fact]
    public async Task Sudo_rule_is_written_and_checked_by_visudo()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new AllowPasswordlessSudo(new() { Username = "joe" }));

        Assert.Equal("joe ALL=(ALL) NOPASSWD:ALL\n", lab.Read("/etc/sudoers.d/99-admin-user"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, lab.Mode("/etc/sudoers.d/99-admin-user"));
        Assert.Equal(["chroot {root} visudo --check --file /etc/sudoers.d/99-admin-user"], lab.Commands);
    }

    [Fact]
    public async Task Password_goes_through_standard_input_and_is_hidden()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new SetAdminPassword(new() { Username = "joe", Password = Secret.Of("s3cret") }));

        Assert.Equal("s3cret\n", lab.Host.Commands[0].Input);
        Assert.DoesNotContain(lab.Commands, line => line.Contains("s3cret", StringComparison.Ordinal));
        Assert.Equal("user ***", lab.Host.Commands[0].Redact("user s3cret"));
        Assert.Equal("chroot {root} chpasswd --encrypted", lab.Commands[1]);
    }

    [Theory]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ joe@example", true)]
    [InlineData("restrict,command=\"/bin/true\" ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB joe", true)]
    [InlineData("# a comment only", false)]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----", false)]
    [InlineData("", false)]
    public void Key_files_hold_public_keys_only(string line, bool valid) => Assert.Equal(valid, PublicKeys.AreValid([line]));
}
