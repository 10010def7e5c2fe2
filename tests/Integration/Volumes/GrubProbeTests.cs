using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Boot;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>What stands in for GRUB's tools, run by a shell.</summary>
public sealed class GrubProbeTests
{
    [Fact]
    public async Task A_mount_point_with_signs_that_a_shell_knows_is_told_as_it_is()
    {
        using var bench = new Workbench();
        const string key = "srv/it's$HOME`id`\"x\"";
        var layout = Workbench.Plan("gpt", new() { ["root"] = Workbench.Partition("400MiB"), [key] = Workbench.Partition("100MiB") }, firmware: "uefi");
        var script = Path.Combine(bench.Folder, "grub-probe");
        await File.WriteAllTextAsync(script, GrubProbeScript.Probe(layout));
        var device = "/dev/vda" + layout.Partitions.Single(p => p.Key == key).Number;

        var label = await bench.Host.RunAsync(new("sh", script, "--device", device, "--target=fs_label"), default);

        Assert.Equal(layout.Partitions.Single(p => p.Key == key).Label, label.Output.Trim());
        Assert.Contains("$HOME", label.Output);
    }

    [Theory]
    [InlineData("squashfs", false, "/dev/vda4 squash4 - PART -")]
    [InlineData("erofs", false, "/dev/vda4 - - PART -")]
    [InlineData("squashfs", true, "/dev/mapper/root squash4 - - -")]
    [InlineData("ext4", false, "/dev/vda4 ext2 UUID PART ext2")]
    public async Task A_read_only_root_is_told_as_the_guest_will_tell_it(string filesystem, bool verity, string expected)
    {
        using var bench = new Workbench();
        var layout = Workbench.Plan("gpt", new() { ["boot"] = Workbench.Partition("64MiB"), ["root"] = new() { Filesystem = filesystem, Verity = verity } }, firmware: "both");
        var script = Path.Combine(bench.Folder, "grub-probe");
        await File.WriteAllTextAsync(script, GrubProbeScript.Probe(layout));

        var device = await AskAsync("--target=device", "/");
        var told = string.Join(' ', device, await OfDevice("fs"), await OfDevice("fs_uuid"), await OfDevice("partuuid"), await AskAsync("--target=fs", "/usr"));

        Assert.Equal(expected, told.Replace(layout.Root.FilesystemUuid, "UUID").Replace(layout.Root.PartUuid, "PART"));
        Assert.Equal("/dev/vda3", await AskAsync("--target=device", "/boot"));

        Task<string> OfDevice(string target) => AskAsync("--device", device, "--target=" + target);

        async Task<string> AskAsync(params string[] words)
        {
            var answer = await bench.Host.RunAsync(new("sh", [script, .. words]) { AllowedExitCodes = [0, 1] }, default);
            return answer.ExitCode == 0 ? answer.Output.Trim() : "-";
        }
    }
}
