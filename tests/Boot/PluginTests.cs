using BootstrapVz.Base.Volumes;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Plugins whose effect shows only in a machine that runs.</summary>
[Trait("Set", "grid")]
public sealed class PluginTests(BuiltImages images) : IClassFixture<BuiltImages>, IDisposable
{
    private readonly ScratchSpace _space = new();

    [Fact]
    public async Task A_host_for_containers_runs_them_and_looks_after_itself()
    {
        var (key, publicKey) = await MakeKeyAsync();
        var container = await ContainerArchive.MakeAsync(_space.Path, "seven:1", "seven", ContainerArchive.Program);
        var image = await images.ChangedAsync(
            "kvm/trixie-docker", "test", ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP3nWd5vuB0zEXAMPLEkeyEXAMPLEkeyEXAMPLEkey0 joe@example", publicKey),
            ("servers: [ntp.example]", "servers: [10.0.2.2]"), ("    daemon: {log-driver", $"    pull_images: ['{container}']\n    daemon: {{log-driver"));
        var port = HostPort.Free();
        await using var guest = await Guest.StartAsync(image, Firmware.Uefi, "joe", "change-me", port);
        await guest.AssertHealthyAsync("sudo ");

        // Its container image was loaded at the first start, and is not loaded again.
        Assert.Equal("journald", await guest.RunAsync("sudo docker info --format '{{.LoggingDriver}}'"));
        await guest.RunAsync("sudo docker run --rm --network none seven:1; test $? = 7");
        Assert.Equal("", await guest.RunAsync("ls /var/lib/docker-images"));
        Assert.Contains("docker0", await guest.RunAsync("ip -brief link show type bridge"));

        // Joe comes in with the key, and only with it as often as that.
        Assert.Equal("0\n", await EspFile.RunAsync(HostPort.Ssh(port, key, "joe", "sudo -n id --user")));
        Assert.Contains("maxauthtries 3", (await guest.RunAsync("sudo sshd -T")).Split('\n'));

        Assert.Equal("active", await guest.RunAsync("systemctl is-active chrony"));
        Assert.StartsWith("^,?,10.0.2.2,", await guest.RunAsync("sudo chronyc -n -c sources"));

        Assert.Equal("enabled active", await guest.RunAsync("echo $(systemctl is-enabled unattended-upgrades) $(systemctl is-active apt-daily-upgrade.timer)"));
        Assert.Contains("APT::Periodic::Unattended-Upgrade \"1\";", await guest.RunAsync("apt-config dump"));
        await guest.RunAsync("sudo unattended-upgrade --dry-run");
        Assert.Contains("Initial blacklist", await guest.RunAsync("sudo cat /var/log/unattended-upgrades/unattended-upgrades.log"));

        Assert.Equal("10", await guest.RunAsync("cat /proc/sys/vm/swappiness"));
        Assert.Equal("Docker host", await guest.RunAsync(". /etc/os-release && echo $VARIANT"));

        await guest.RestartAsync();
        await guest.AssertHealthyAsync("sudo ");
        await guest.RunAsync("sudo docker run --rm --network none seven:1; test $? = 7");
    }

    [Fact]
    public async Task A_box_is_what_Vagrant_expects()
    {
        var box = await images.ChangedAsync("plugins/vagrant", "test");
        await EspFile.RunAsync("tar", "--extract", "--file", box, "--directory", _space.Path);
        var (key, publicKey) = await MakeKeyAsync();
        var port = HostPort.Free();
        await using var guest = await Guest.StartAsync(Path.Combine(_space.Path, "box.img"), Firmware.Bios, "vagrant", "vagrant", port);
        await guest.AssertHealthyAsync("sudo ");
        Assert.Equal("0", await guest.RunAsync("sudo -n id --user"));
        Assert.Equal("2", await guest.RunAsync("ssh-keygen -lf /home/vagrant/.ssh/authorized_keys | wc -l"));

        // As "vagrant up" does: the key that everybody has is replaced by one of its own.
        await guest.RunAsync($"echo '{publicKey}' > ~/.ssh/authorized_keys");
        Assert.Equal("0\n", await EspFile.RunAsync(HostPort.Ssh(port, key, "vagrant", "sudo -n id --user")));
        await guest.RunAsync("command -v rsync && test -x /usr/sbin/mount.nfs");
    }

    public void Dispose() => _space.Dispose();

    private async Task<(string File, string PublicKey)> MakeKeyAsync()
    {
        var key = Path.Combine(_space.Path, "key");
        await EspFile.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key);
        return (key, (await File.ReadAllTextAsync(key + ".pub")).Trim());
    }
}
