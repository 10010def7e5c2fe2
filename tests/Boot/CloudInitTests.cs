using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Qemu;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Machines that cloud-init makes what they are.</summary>
[Trait("Set", "grid")]
public sealed class CloudInitTests(BuiltImages images) : IClassFixture<BuiltImages>, IDisposable
{
    // What cloud-init says on the console would stand between what is read there.
    private const string UserData = """
        #cloud-config
        output: {all: '>> /var/log/cloud-init-output.log'}
        ssh: {emit_keys_to_console: false}
        no_ssh_fingerprints: true
        ssh_authorized_keys: ['KEY']
        users:
          - default
          - {name: seeded, plain_text_passwd: change-me, lock_passwd: false, shell: /bin/bash, sudo: 'ALL=(ALL) NOPASSWD:ALL'}
        """;

    private readonly ScratchSpace _space = new();

    [Theory]
    [InlineData("trixie")]
    [InlineData("bookworm")]
    public async Task A_machine_is_what_its_seed_says(string release)
    {
        var image = await images.OverlayAsync(await images.GetAsync("trixie-cloud", "system.release=" + release), "4G");
        var (seed, key, port) = (await SeedAsync(), Path.Combine(_space.Path, "key"), HostPort.Free());
        await using var guest = await Guest.StartAsync(
            new() { Image = image, Firmware = Firmware.Uefi, Drives = [await QemuDrive.OfAsync(seed, default)], SshPort = port, Writable = true }, "seeded", "change-me");
        // It ends with 2 after a warning, and that its output goes to a file is one.
        Assert.Contains("status: done", await guest.RunAsync("cloud-init status --wait || test $? = 2"));
        Assert.Equal("", await guest.RunAsync("sudo grep WARNING /var/log/cloud-init.log | grep -v 'Stdout, stderr changing' || true"));
        await IsWhatItsSeedSaysAsync(guest);
        Assert.InRange(int.Parse(await guest.RunAsync("df --block-size=1M --output=size / | tail -1"), System.Globalization.CultureInfo.InvariantCulture), 3300, 4096);
        // The owner comes in with the key, and may do everything.
        Assert.Equal("0\n", await EspFile.RunAsync(HostPort.Ssh(port, key, "admin", "sudo -n id --user")));
        var keys = await guest.RunAsync("cat /etc/ssh/ssh_host_*_key.pub");
        await guest.RestartAsync();
        await IsWhatItsSeedSaysAsync(guest);
        Assert.Equal(keys, await guest.RunAsync("cat /etc/ssh/ssh_host_*_key.pub"));

        static async Task IsWhatItsSeedSaysAsync(Guest guest)
        {
            await guest.AssertHealthyAsync("sudo ");
            Assert.Equal("planted", await guest.RunAsync("hostname"));
            Assert.Equal("nocloud", await guest.RunAsync("cloud-id"));
            Assert.Contains("systemd-journal", await guest.RunAsync("id --name --groups admin"));
            Assert.Equal("", await guest.RunAsync("sudo find /var/lib/cloud/instance/sem -name '*landscape*' -o -name '*byobu*'"));
            Assert.Equal("active", await guest.RunAsync("systemctl is-active ssh"));
            Assert.Equal("inactive", await guest.RunAsync("systemctl is-active ssh-generate-hostkeys || true"));
        }
    }

    [Fact]
    public async Task Where_none_of_several_sources_is_cloud_init_does_not_run_and_the_image_makes_host_keys()
    {
        await using var guest = await Guest.StartAsync(await images.GetAsync("trixie-cloud", "plugins.root_password.password=test"), Firmware.Bios);
        await guest.AssertHealthyAsync();
        Assert.Contains("status: disabled", await guest.RunAsync("cloud-init status || true"));
        Assert.Equal("active active", await guest.RunAsync("echo $(systemctl is-active ssh ssh-generate-hostkeys)"));
        await guest.RunAsync("ls /etc/ssh/ssh_host_ed25519_key && ! id admin");
    }

    [Fact]
    public async Task Where_the_only_source_is_not_there_the_user_is_made_all_the_same()
    {
        await using var guest = await Guest.StartAsync(await images.GetAsync("trixie-cloud", "plugins.root_password.password=test", "plugins.cloud_init.metadata_sources=NoCloud"), Firmware.Bios);
        await guest.RunAsync("cloud-init status --wait || true");
        await guest.AssertHealthyAsync();
        Assert.Equal("admin", await guest.RunAsync("id --name --user admin"));
        Assert.Equal("active inactive", await guest.RunAsync("echo $(systemctl is-active ssh ssh-generate-hostkeys)"));
        await guest.RunAsync("ls /etc/ssh/ssh_host_ed25519_key");
    }

    public void Dispose() => _space.Dispose();

    private async Task<string> SeedAsync()
    {
        var (key, seed) = (Path.Combine(_space.Path, "key"), Path.Combine(_space.Path, "seed.img"));
        await EspFile.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        var (user, meta) = (Path.Combine(_space.Path, "user-data"), Path.Combine(_space.Path, "meta-data"));
        await File.WriteAllTextAsync(user, UserData.Replace("KEY", (await File.ReadAllTextAsync(key + ".pub")).Trim(), StringComparison.Ordinal));
        await File.WriteAllTextAsync(meta, "instance-id: one\nlocal-hostname: planted\n");
        await EspFile.RunAsync("mkfs.vfat", "-n", "CIDATA", "-C", seed, "512");
        await EspFile.RunAsync("mcopy", "-i", seed, user, meta, "::");
        return seed;
    }
}
