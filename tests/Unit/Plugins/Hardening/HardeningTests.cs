using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Filesystems;
using BootstrapVz.Plugins.Hardening;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class HardeningTests
{
    private const string Report = "/usr/share/doc/hardening/report";

    [Fact]
    public async Task The_report_says_what_was_done_and_what_was_left_out()
    {
        await using var lab = await LabAsync();
        await lab.WriteAsync("/etc/crontab", "");
        await lab.RunAsync(new ApplyBaseline(new() { Except = [Measure.Umask] }));
        var report = lab.Read(Report);
        Assert.StartsWith("Measures of baseline server-1 in this image\n", report);
        Assert.Contains("\numask: gives others no right to new files\n  source: CIS, Ensure default user umask is configured; Manual 4.11.18\n  left out: the manifest says so\n", report);
        Assert.Contains("  left out: there is no /etc/ssh/sshd_config\n", report);
        Assert.Contains("  set the mode of /etc/crontab to 600\n", report);
        Assert.Contains("  masked debug-shell.service\n", report);
        Assert.Contains("  added to /etc/fstab: tmpfs /dev/shm tmpfs nosuid,nodev,noexec 0 0\n", report);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, lab.Mode("/etc/crontab"));
        Assert.Equal("UMASK\t\t022\nMAIL\tx\n", lab.Read("/etc/login.defs"));
        Assert.False(lab.Root.FileExists("/etc/ssh/sshd_config.d/50-hardening.conf"));
        Assert.Equal(["enable tmp.mount", "mask ctrl-alt-del.target", "mask debug-shell.service"], lab.Commands.Select(command => command.Split("systemctl ")[^1]));
    }

    [Theory]
    [InlineData("UMASK\t\t022\nMAIL\tx\n", "UMASK\t\t027\nMAIL\tx\n")]
    [InlineData("#UMASK 022\nMAIL\tx\n", "#UMASK 022\nMAIL\tx\nUMASK\t\t027\n")]
    public async Task The_umask_is_set_where_it_stands_or_at_the_end(string before, string after)
    {
        await using var lab = new TaskLab();
        await lab.WriteAsync("/etc/login.defs", before);
        await new SetLoginDefinition("UMASK", "027").ApplyAsync(lab.Build, default);
        Assert.Equal(after, lab.Read("/etc/login.defs"));
    }

    [Fact]
    public async Task A_tmp_of_its_own_stays_as_the_manifest_has_it()
    {
        await using var lab = await LabAsync();
        var named = new Dictionary<string, BootstrapVz.Base.Manifests.PartitionOptions>
        {
            ["root"] = new() { Filesystem = "ext4", Size = new(Bytes.MiB(1024)) },
            ["tmp"] = new() { Filesystem = "ext4", Size = new(Bytes.MiB(1024)) },
        };
        var plan = LayoutPlanner.Plan(new(new() { Backing = "raw", Partitions = new() { Type = "gpt", Named = named } }, "grub", null, "amd64", ""));
        lab.Build.Set(TreeLayout.Of(plan.Layout!));
        await lab.RunAsync(new ApplyBaseline(new()));
        Assert.Contains("  left out: /tmp is a filesystem of its own, with the mount options of the manifest\n", lab.Read(Report));
        Assert.False(lab.Root.FileExists("/etc/systemd/system/tmp.mount"));
    }

    [Fact]
    public void Every_measure_is_on_the_page_and_in_the_baseline_once()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pages/Plugins/Hardening/README.md"));
        Assert.Equal(Enum.GetValues<Measure>(), Measures.Of(Baseline.Server1).Select(measure => measure.Name));
        Assert.All(Measures.Of(Baseline.Server1), measure => Assert.Contains($"| {measure.Source} |", page));
    }

    private static async Task<TaskLab> LabAsync()
    {
        var lab = new TaskLab();
        await lab.WriteAsync("/etc/login.defs", "UMASK\t\t022\nMAIL\tx\n");
        return lab;
    }
}
