using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Ssh;
using BootstrapVz.Plugins.CloudInit;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class CloudInitTests
{
    private const string Packaged = """
        # of the package
        cloud_init_modules:
         - seed_random
         - bootcmd
         - growpart
         - ssh
        cloud_config_modules:
         - set-passwords
         - byobu
        cloud_final_modules:
         - [scripts-user, always]
         - landscape
        system_info:
          default_user:
            groups: [adm, sudo]
        """;

    [Fact]
    public async Task Groups_and_module_lists_follow_from_those_of_the_package()
    {
        await using var lab = await LabAsync();
        await lab.RunAsync(new ConfigureCloudInit(
            new()
            {
                Username = "admin",
                Groups = ["users", "adm"],
                MetadataSources = "NoCloud,Ec2",
                DisableModules = ["land.*", "scripts_nothing"],
                EnableModules = new() { CloudInitModules = [new() { Module = "ssh", Position = 2 }, new() { Module = "wireguard" }, new() { Module = "disk_setup", Position = 4 }] },
            },
            ReleaseTable.Get("trixie")));
        Assert.Equal(
            """
            manage_etc_hosts: true
            system_info:
              default_user:
                name: "admin"
                groups: ["adm","sudo","users"]
                sudo: ["ALL=(ALL) NOPASSWD:ALL"]
                shell: "/bin/bash"
            datasource_list: ["NoCloud","Ec2","None"]
            cloud_init_modules:
              - "ssh"
              - "seed_random"
              - "disk_setup"
              - "bootcmd"
              - "growpart"
              - "wireguard"
            cloud_final_modules:
              - ["scripts-user","always"]

            """,
            lab.Read("/etc/cloud/cloud.cfg.d/90_manifest.cfg"));
        Assert.Equal(["Warning: 'scripts_nothing' under 'disable_modules' is no module of this release's cloud-init"], lab.Log.Lines);
    }

    [Fact]
    public async Task A_source_that_the_release_does_not_know_is_named_with_those_it_knows()
    {
        await using var lab = await LabAsync();
        var error = await Assert.ThrowsAsync<BuildException>(() => lab.RunAsync(new ConfigureCloudInit(new() { Username = "a", MetadataSources = "Nocloud" }, ReleaseTable.Get("trixie"))));
        Assert.Contains("'Nocloud'", error.Message);
        Assert.Equal("it knows Ec2, NoCloud, None", error.Hint);
    }

    [Theory]
    [InlineData("ssh_keys", true)]
    [InlineData("ssh", false)]
    [InlineData("s.*", false)]
    public void Host_keys_are_left_to_cloud_init_unless_it_makes_none(string disabled, bool left)
    {
        var tasks = new TaskSet().Add<AddHostKeyGeneration>();
        new CloudInitPlugin(new() { Username = "a", DisableModules = [disabled] }).Resolve(tasks, ManifestSamples.At("/m.yml"));
        Assert.Equal(left, tasks.Contains<LeaveHostKeysToCloudInit>());
    }

    [Fact]
    public void Growpart_is_there_unless_it_is_disabled()
    {
        Assert.True(Grows([]));
        Assert.False(Grows(["growpart"]));

        static bool Grows(IReadOnlyList<string> disabled)
        {
            var tasks = new TaskSet();
            new CloudInitPlugin(new() { Username = "a", DisableModules = disabled }).Resolve(tasks, ManifestSamples.At("/m.yml"));
            return tasks.Contains<AddGrowingPackage>();
        }
    }

    [Fact]
    public void A_broken_expression_is_said_before_any_work() => Assert.Equal(
        ["'scripts-(' is not a regular expression; write the module's name: 'landscape'"], PluginFindings.Of("cloud_init", """{"username": "a", "disable_modules": ["byobu", "scripts-("]}"""));

    private static async Task<TaskLab> LabAsync()
    {
        var lab = new TaskLab();
        await lab.WriteAsync("/etc/cloud/cloud.cfg", Packaged);
        foreach (var source in (string[])["Ec2", "NoCloud", "None"])
            await lab.WriteAsync($"/usr/lib/python3/dist-packages/cloudinit/sources/DataSource{source}.py", "");
        return lab;
    }
}
