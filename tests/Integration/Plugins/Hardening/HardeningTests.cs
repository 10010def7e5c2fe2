using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class HardeningTests(PluginImages images)
{
    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    [InlineData("sid")]
    public async Task Measures_are_drop_ins_and_the_image_says_which(string release)
    {
        var change = await images.OfAsync("hardening", "system.release=" + release);
        Assert.Empty(change.Packages);
        string[] files =
        [
            "/etc/apt/apt.conf.d/60-hardening", "/etc/security/limits.d/60-hardening.conf", "/etc/ssh/sshd_config.d/50-hardening-root.conf", "/etc/ssh/sshd_config.d/50-hardening.conf",
            "/etc/sysctl.d/60-hardening-dumps.conf", "/etc/sysctl.d/60-hardening-kernel.conf", "/etc/sysctl.d/60-hardening-network.conf", "/etc/systemd/coredump.conf.d/60-hardening.conf",
            "/etc/systemd/system.conf.d/60-hardening.conf", "/etc/systemd/system/tmp.mount",
        ];
        Assert.Equal(files, change.Added.Where(path => change.Line(path).StartsWith("RegularFile", StringComparison.Ordinal)));
        Assert.EndsWith(" -> /dev/null", change.Line("/etc/systemd/system/ctrl-alt-del.target"));
        Assert.Matches("(?m)^UMASK\\s+027$", change.Text("/etc/login.defs"));
        Assert.EndsWith("\ntmpfs /dev/shm tmpfs nosuid,nodev,noexec 0 0\n", change.Text("/etc/fstab"));
        var report = change.Text("/usr/share/doc/hardening/report");
        Assert.Contains("kernel_modules: loads no filesystems and protocols that servers do not use\n", report);
        Assert.Single(report.Split('\n'), line => line == "  left out: the manifest says so");
    }
}
