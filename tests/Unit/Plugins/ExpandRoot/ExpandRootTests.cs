using System.Text.Json.Nodes;
using BootstrapVz.Plugins.ExpandRoot;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class ExpandRootTests
{
    [Fact]
    public async Task The_service_is_enabled_for_the_root_filesystem()
    {
        await using var lab = new TaskLab();
        lab.Host.Answer($"unshare --net -- chroot {lab.Root.HostPath} systemd-escape --path --template=grow-filesystem@.service /", "grow-filesystem@-.service\n");
        await lab.RunAsync(new GrowRoot());
        Assert.Equal("chroot {root} systemctl enable grow-filesystem@-.service", lab.Commands[^1]);
        Assert.StartsWith("#!/bin/sh\n", lab.Read("/usr/local/sbin/grow-filesystem"));
    }

    [Theory]
    [InlineData("""{"filesystem_type": "xfs"}""", """{"root": {"filesystem": "ext4", "size": "1GiB"}}""", "the root filesystem is 'ext4', not 'xfs'")]
    [InlineData("{}", """{"root": {"filesystem": "ext4", "size": "1GiB"}, "srv": {"filesystem": "ext4", "size": "1GiB"}}""", "'root' cannot grow: 'srv' lies behind it")]
    [InlineData("{}", """{"system": {"size": "2GiB", "lvm": {"group": "vg", "volumes": {"root": {"filesystem": "ext4", "size": "1GiB"}}}}}""", "the root filesystem is on a logical volume")]
    public void What_cannot_grow_is_said_before_any_work(string section, string partitions, string problem) =>
        Assert.Contains(problem, Assert.Single(Findings(section, partitions)));

    [Theory]
    [InlineData("""{"root_partition": 2, "root_device": "/dev/nvme0n1", "filesystem_type": "ext4"}""")]
    [InlineData("""{"root_partition": 7, "root_device": "/dev/sda", "filesystem_type": "ext4"}""")]
    public void What_the_machine_finds_out_itself_is_no_error(string section) => Assert.Empty(Findings(section, """{"root": {"filesystem": "ext4", "size": "1GiB"}}"""));

    private static IReadOnlyList<string> Findings(string section, string partitions) => PluginFindings.Of("expand_root", section, change: manifest =>
    {
        var table = JsonNode.Parse(partitions)!.AsObject();
        table.Insert(0, "type", "gpt");
        manifest["volume"]!["partitions"] = table;
        manifest["system"]!["firmware"] = "bios";
    });
}
