using BootstrapVz.Base.Errors;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class RuleTests
{
    [Theory]
    [InlineData("release: trixie", "release: trixi", "5:12 BVZ1017", "did you mean 'trixie'?")]
    [InlineData("system:\n  release", "bootstrapper: {engine: mmdebstrp}\nsystem:\n  release", "4:24 BVZ1010", "did you mean 'mmdebstrap'?")]
    [InlineData("release: trixie", "release: \"\"", "5:12 BVZ1017", "use a codename from wheezy to forky")]
    [InlineData("release: trixie", "release: 12", "5:12 BVZ1017", "write its codename: bookworm")]
    [InlineData("release: trixie", "release: ubuntu", "5:12 BVZ1017", "use a codename from wheezy to forky")]
    [InlineData("release: trixie", "release: squeeze", "5:12 BVZ1018", "use wheezy or a newer one")]
    [InlineData("type: gpt", "type: none", "7:15 BVZ1020", "set volume.partitions.type to gpt or msdos, or use extlinux")]
    [InlineData("architecture: amd64\n  bootloader: grub", "architecture: arm64\n  bootloader: extlinux", "7:15 BVZ1031", "use grub")]
    [InlineData("bootloader: grub", "bootloader: pvgrub", "7:15 BVZ1021", "it has grub, extlinux, none")]
    [InlineData("backing: raw", "backing: vdi", "12:12 BVZ1021", "it has raw, qcow2, lvm, block")]
    [InlineData("backing: raw", "backing: raw\n  formats: [qcow2, vmdk]", "13:20 BVZ1021", "it has raw, qcow2, lvm, block")]
    [InlineData("backing: raw", "backing: raw\n  formats: [lvm]", "13:13 BVZ1010", "'vmdk'")]
    [InlineData("architecture: amd64", "architecture: i386", "6:17 BVZ1021", "it has amd64, arm64, riscv64")]
    [InlineData("architecture: amd64", "architecture: arm64\n  userspace_architecture: i386", "7:27 BVZ1031", "remove userspace_architecture")]
    [InlineData("release: trixie\n  architecture: amd64", "release: bookworm\n  architecture: riscv64", "6:17 BVZ1031", "use trixie or a newer release")]
    [InlineData("bootloader: grub", "bootloader: systemd-boot\n  userspace_architecture: i386", "8:27 BVZ1031", "remove userspace_architecture")]
    [InlineData("bootloader: grub", "bootloader: extlinux\n  firmware: uefi", "8:13 BVZ1031", "set bootloader to grub")]
    [InlineData("bootloader: grub", "bootloader: systemd-boot\n  firmware: both", "8:13 BVZ1031", "set bootloader to grub")]
    [InlineData("release: trixie\n  architecture: amd64\n  bootloader: grub", "release: bullseye\n  architecture: amd64\n  bootloader: systemd-boot", "7:15 BVZ1031", "bookworm")]
    [InlineData("bootloader: grub", "bootloader: grub\n  unified_kernel: yes", "8:19 BVZ1031", "set bootloader to systemd-boot")]
    [InlineData("release: trixie\n  architecture: amd64\n  bootloader: grub", "release: bookworm\n  architecture: amd64\n  bootloader: systemd-boot\n  unified_kernel: true", "8:19 BVZ1031", "use trixie")]
    [InlineData("bootloader: grub", "bootloader: grub\n  firmware: bios\n  secure_boot: {key: /etc/passwd, certificate: /etc/passwd}", "9:3 BVZ1031", "remove secure_boot")]
    [InlineData("bootloader: grub", "bootloader: grub\n  secure_boot: {key: nokey.pem, certificate: /etc/passwd}", "8:22 BVZ1025", "")]
    [InlineData("backing: raw", "backing: raw\n  volumegroup: vg", "13:16 BVZ1031", "set backing to lvm")]
    [InlineData("backing: raw", "backing: block", "11:1 BVZ1008", "or give --device")]
    [InlineData("backing: raw", "backing: raw\n  device: /dev/sdb", "13:11 BVZ1031", "set backing to block")]
    [InlineData("backing: raw", "backing: block\n  device: sdb", "13:11 BVZ1011", "")]
    [InlineData("backing: raw", "backing: lvm\n  volumegroup: vg", "11:1 BVZ1008", "add 'logicalvolume: …'")]
    [InlineData("root:", "var:", "13:3 BVZ1008", "add 'root:")]
    [InlineData("root:", "/x: {filesystem: ext4}\n    root:", "15:5 BVZ1022", "'x'")]
    [InlineData("root:", "a/../b: {filesystem: ext4}\n    root:", "15:5 BVZ1022", "var/tmp")]
    [InlineData("root:", "a//b: {filesystem: ext4}\n    root:", "15:5 BVZ1022", "var/tmp")]
    [InlineData("root:", "a b: {filesystem: ext4}\n    root:", "15:5 BVZ1022", "fstab(5)")]
    [InlineData("root:", "var: {size: 1GiB}\n    root:", "15:5 BVZ1008", "add 'filesystem: ext4'")]
    [InlineData("root:", "swap: {}\n    root:", "15:5 BVZ1023", "add a size")]
    [InlineData("root:", "swap: {size: 1GiB, filesystem: ext4}\n    root:", "15:36 BVZ1031", "remove this line")]
    [InlineData("type: gpt", "tpye: gpt", "14:5 BVZ1007", "did you mean 'type'?")]
    [InlineData("size: 2GiB", "size: 1500KiB", "17:13 BVZ1023", "use 1MiB or 2MiB")]
    [InlineData("size: 2GiB", "size: 0B", "17:13 BVZ1023", "whole MiB")]
    [InlineData("size: 2GiB", "size: 2", "17:13 BVZ1011", "")]
    [InlineData("size: 2GiB", "size: 99999999TiB", "17:13 BVZ1011", "")]
    [InlineData("name: debian-{system.release}-{%Y}", "name: '{system.relase}'", "1:7 BVZ1026", "did you mean 'system.release'?")]
    [InlineData("name: debian-{system.release}-{%Y}", "name: a{%Q}", "1:7 BVZ1026", "strftime(3)")]
    [InlineData("name: debian-{system.release}-{%Y}", "name: a{b", "1:7 BVZ1027", "'{{'")]
    [InlineData("name: box", "name: bos", "3:9 BVZ1015", "did you mean 'box'?")]
    [InlineData("name: box", "name: kvm-with-much-else", "3:9 BVZ1015", "--plugin-path")]
    [InlineData("name: box", "name: box\n  label: fragile", "4:10 BVZ1031", "")]
    [InlineData("name: box", "name: box\n  colour: blue", "4:11 BVZ1011", "")]
    [InlineData("name: box", "name: box\n  modules: [a, b, a]", "4:19 BVZ1011", "remove it")]
    [InlineData("name: box", "name: box\n  modules: []", "4:12 BVZ1011", "remove the key")]
    [InlineData("  name: box", "  nam: box", "3:3 BVZ1008", "'box'")]
    [InlineData("bootloader: grub", "bootloader: \"grub", "7:15 BVZ1004", "quote")]
    public void A_manifest_that_breaks_a_rule_is_told_where_and_what_to_do(string old, string @new, string expected, string hint)
    {
        var finding = First(ManifestFile.Valid.Replace(old, @new, StringComparison.Ordinal));

        Assert.Equal(expected, $"{finding.Location.Line}:{finding.Location.Column} {finding.Code}");
        Assert.Contains(hint, finding.Hint ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("packages: {install: [vim/bookworm]}", "18:22 BVZ1028")]
    [InlineData("packages: {install: [/no/such.deb]}", "18:22 BVZ1025")]
    [InlineData("packages: {mirror: ftp.example}", "18:20 BVZ1011")]
    [InlineData("packages: {mirror: /debian}", "18:20 BVZ1011")]
    [InlineData("packages: {sources: {x: [nonsense]}}", "18:26 BVZ1011")]
    [InlineData("packages: {sources: {'{a}': [deb http://e.example x y]}}", "18:22 BVZ1026")]
    [InlineData("packages: {sources: {x/y: [deb http://e.example x y]}}", "18:22 BVZ1013")]
    [InlineData("packages: {apt.conf.d: {x: 'a;'}}", "18:25 BVZ1013")]
    [InlineData("packages: {repositories: {acme: {url: 'http://e.example', suite: x, key: {}}}}", "18:69 BVZ1031")]
    [InlineData("packages: {repositories: {acme: {url: 'http://e.example', suite: x, key: {url: 'https://e.example/key'}}}}", "18:69 BVZ1031")]
    [InlineData("packages: {repositories: {acme: {url: 'https://e.example', suite: x, key: {file: /etc/passwd}, username: joe}}}", "18:106 BVZ1031")]
    [InlineData("packages: {repositories: {acme: {url: 'https://e.example', suite: x, key: {file: /etc/passwd}, password: {env: X}}}}", "18:96 BVZ1031")]
    [InlineData("packages: {repositories: {acme: {url: 'http://e.example', suite: x, key: {file: /etc/passwd}, username: joe, password: x}}}", "18:39 BVZ1031")]
    [InlineData("packages: {trusted-keys: [nokey.gpg]}", "18:27 BVZ1025")]
    [InlineData("packages: {preferences: {x: [{package: a, pin: b, pin-priority: '5'}]}}", "18:65 BVZ1009")]
    [InlineData("packages: {preferences: {x: [{package: a, pin: b, pin-priority: 0500}]}}", "18:65 BVZ1011")]
    [InlineData("packages: {install_standard: 'yes'}", "18:30 BVZ1009")]
    [InlineData("packages: {install: [yes]}", "18:22 BVZ1009")]
    [InlineData("bootstrapper: {no-check-gpg: true, force-check-gpg: true}", "18:30 BVZ1031")]
    [InlineData("plugins: [bare]", "18:10 BVZ1009")]
    [InlineData("plugins: {bare: {x: 1}}", "18:18 BVZ1007")]
    [InlineData("plugins: {bare: [x]}", "18:17 BVZ1009")]
    [InlineData("plugins: {selections: {}}", "18:23 BVZ1009")]
    [InlineData("plugins: {user: }", "18:17 BVZ1008")]
    [InlineData("plugins: {user: {username: joe, port: 0}}", "18:39 BVZ1011")]
    [InlineData("plugins: {user: {username: joe, port: 99999999999}}", "18:39 BVZ1011")]
    [InlineData("plugins: {user: {username: Joe}}", "18:28 BVZ1011")]
    [InlineData("plugins: {user: {username: joe, password: no}}", "18:43 BVZ1009")]
    [InlineData("plugins: {user: {username: joe, password: }}", "18:43 BVZ1009")]
    [InlineData("plugins: {user: {username: joe, pubkey: nokey}}", "18:41 BVZ1025")]
    [InlineData("plugins: {user: {username: joe, commands: [[a], b]}}", "18:49 BVZ1009")]
    [InlineData("plugins: {user: {username: joe, nested: {UPPER: x}}}", "18:42 BVZ1013")]
    [InlineData("packges: {}", "18:1 BVZ1007")]
    [InlineData("plugin: {}", "18:1 BVZ1007")]
    [InlineData("owner: me", "18:1 BVZ1019")]
    public void A_further_line_that_is_wrong_is_told_where(string line, string expected)
    {
        var finding = First(ManifestFile.Valid + line + "\n");

        Assert.Equal(expected, $"{finding.Location.Line}:{finding.Location.Column} {finding.Code}");
    }

    [Theory]
    [InlineData("msdos", 59)]
    [InlineData("gpt", 126)] // and two for the boot loader
    public void A_table_holds_only_so_many_partitions(string type, int most)
    {
        string Partitions(int count) => ManifestFile.Valid.Replace("gpt", type, StringComparison.Ordinal)
            + string.Concat(Enumerable.Range(1, count - 1).Select(number => $"    d{number}: {{filesystem: ext4, size: 16MiB}}\n"));

        Assert.Empty(ManifestFile.Findings(Partitions(most)));
        Assert.Equal(["13:3 error BVZ1022"], ManifestFile.Findings(Partitions(most + 1)));
    }

    [Fact]
    public void A_target_of_a_source_in_the_manifest_is_known()
    {
        const string Packages = """
            packages:
              sources: {extra: ['deb [arch=amd64] http://ftp.debian.org/debian {system.release}-extra main']}
              install: [a/trixie-extra, 'b/{system.release}-updates', c/trixie-security]
            """;

        Assert.Empty(ManifestFile.Findings(ManifestFile.Valid + Packages));
    }

    [Theory]
    [InlineData("wheezy")]
    [InlineData("jessie")]
    [InlineData("buster")]
    [InlineData("stable")]
    [InlineData("sid")]
    public void Old_releases_and_aliases_are_read(string release) =>
        Assert.Empty(ManifestFile.Findings(ManifestFile.Valid.Replace("trixie", release, StringComparison.Ordinal)));

    private static Diagnostic First(string text)
    {
        using var file = new ManifestFile(text);
        return file.Check().Diagnostics[0];
    }
}
