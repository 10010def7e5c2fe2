using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class OpenNebulaTests(PluginImages images)
{
    [Theory]
    [InlineData("bookworm")]
    [InlineData("trixie")]
    public async Task Cloud_init_reads_the_context(string release)
    {
        var change = await images.OfAsync("opennebula", "system.release=" + release);
        Assert.Contains("cloud-init", change.Packages);
        Assert.Contains("iproute2", change.Packages);
        Assert.Equal("datasource_list: [OpenNebula, None]\n", change.Text("/etc/cloud/cloud.cfg.d/80_opennebula.cfg"));
    }

    [Fact]
    public async Task A_package_of_the_manifest_is_installed_with_what_it_depends_on()
    {
        using var space = new ScratchSpace();
        var tree = space.Folder("one-context");
        Directory.CreateDirectory(Path.Combine(tree, "DEBIAN"));
        await File.WriteAllTextAsync(
            Path.Combine(tree, "DEBIAN/control"),
            "Package: one-context\nVersion: 7.0-1\nArchitecture: all\nMaintainer: Test <test@example.org>\nDepends: gawk\nConflicts: cloud-init\nDescription: context\n");
        await File.WriteAllTextAsync(Path.Combine(tree, "one-contextd"), "#!/bin/sh\n");
        var package = Path.Combine(space.Folder("packages"), "one-context.deb");
        using var build = ProgramRun.Start(["dpkg-deb", "--root-owner-group", "--build", tree, package], ProgramRun.Project, new Dictionary<string, string?>());
        Assert.Equal(0, (await build.EndAsync(TimeSpan.FromMinutes(1))).Code);

        var change = await images.OfAsync("opennebula", "plugins.opennebula.package=" + package);
        Assert.Contains("one-context", change.Packages);
        Assert.Contains("gawk", change.Packages);
        Assert.DoesNotContain("cloud-init", change.Packages);
        Assert.DoesNotContain("/etc/cloud/cloud.cfg.d/80_opennebula.cfg", change.Added);
    }
}
