using Xunit;

namespace BootstrapVz.Test.Integration.Engine;

/// <summary>Packages are installed into a minimal system, and what goes wrong is told by its package.</summary>
public sealed class InstallTests
{
    [Theory]
    [InlineData("bookworm", "linux-image-cloud-amd64")]
    [InlineData("trixie", "linux-image-cloud-amd64")]
    public async Task A_kernel_and_services_are_installed_without_an_initramfs(string release, string kernel)
    {
        Scratch.NeedRoot();
        using var scratch = new Scratch();

        var result = await Scratch.UnshareAsync($$"""
            $ENGINE {{release}} {{scratch.Folder}}/root $CACHE --mounts {{kernel}} initramfs-tools openssh-server systemd-sysv dbus
            cd {{scratch.Folder}}/root
            chroot . dpkg --audit
            ls boot
            ls var/cache/apt/archives
            chroot . apt-mark showmanual | grep -x -e openssh-server -e openssh-client || true
            test ! -e usr/sbin/policy-rc.d
            """);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("vmlinuz-", result.Output);
        Assert.DoesNotContain("initrd", result.Output);
        Assert.DoesNotContain(".deb", result.Output);
        Assert.Contains("openssh-server", result.Lines);
        Assert.DoesNotContain("openssh-client", result.Lines);
    }

    [Fact]
    public async Task Local_files_are_installed_with_what_they_need_and_a_failing_script_is_named()
    {
        Scratch.NeedRoot("dpkg-deb");
        using var scratch = new Scratch();
        Package(scratch, "good", "Depends: netbase\n", "#!/bin/sh\nexit 0\n");
        Package(scratch, "bad", "", "#!/bin/sh\necho this is why\nexit 3\n");

        var good = await Scratch.UnshareAsync($"""
            cd {scratch.Folder}; dpkg-deb --root-owner-group -b good good.deb; dpkg-deb --root-owner-group -b bad bad.deb
            $ENGINE bookworm {scratch.Folder}/root $CACHE --mounts {scratch.Folder}/good.deb
            chroot root dpkg-query -W good netbase
            chroot root apt-mark showauto netbase good
            """);
        Assert.True(good.ExitCode == 0, good.Error);
        Assert.Contains("netbase", good.Lines);

        var bad = await Scratch.UnshareAsync($"$ENGINE bookworm {scratch.Folder}/root2 $CACHE --mounts {scratch.Folder}/bad.deb");
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("package 'bad' cannot be configured", bad.Error);
        Assert.Contains("this is why", bad.Error);
    }

    [Fact]
    public async Task A_full_disk_is_told_as_one()
    {
        Scratch.NeedRoot();
        using var scratch = new Scratch();

        var result = await Scratch.UnshareAsync(
            $"mkdir {scratch.Folder}/root; mount -t tmpfs -o size=60m tmpfs {scratch.Folder}/root; $ENGINE bookworm {scratch.Folder}/root $CACHE");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no space left", result.Error);
    }

    private static void Package(Scratch scratch, string name, string fields, string postinst)
    {
        var control = Directory.CreateDirectory($"{scratch.Folder}/{name}/DEBIAN").FullName;
        File.WriteAllText(control + "/control", $"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: A Tester <tester@example.org>\n{fields}Description: a test\n");
        File.WriteAllText(control + "/postinst", postinst);
        File.SetUnixFileMode(control + "/postinst", (UnixFileMode)0x1ED);
    }
}
