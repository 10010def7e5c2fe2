using System.Text.Json.Nodes;
using BootstrapVz.Plugins.Ansible;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class AnsibleTests
{
    [Fact]
    public void Every_setting_is_a_word_of_the_command_line()
    {
        var options = new AnsibleOptions { Playbook = "site.yml", Tags = ["a", "b"], SkipTags = ["c"], OptFlags = ["--diff", "-v"] };
        Assert.Equal(
            ["unshare", "--net", "--", "ansible-playbook", "--inventory", "/i", "--extra-vars", "@/v", "--tags", "a,b", "--skip-tags", "c", "--diff", "-v", "/p"],
            new RunPlaybook(options, ManifestSamples.At("/m.yml").System).Words("/p", "/i", "/v"));
        Assert.Equal(
            ["ansible-playbook", "--inventory", "/i", "/p"],
            new RunPlaybook(new() { Playbook = "site.yml", Network = true }, ManifestSamples.At("/m.yml").System).Words("/p", "/i", null));
    }

    [Fact]
    public void The_image_is_the_only_machine_and_in_every_group()
    {
        var inventory = Inventory.Of("web", "/root of it", new Dictionary<string, string?> { ["PATH"] = "/bin", ["NOTHING"] = null }, ["a", "b", "a"]);
        var machine = inventory["all"]!["hosts"]!["web"]!;
        Assert.Equal("/root of it", (string?)machine["image_root"]);
        Assert.Equal("""{"PATH":"/bin","PYTHONDONTWRITEBYTECODE":"1"}""", machine["image_environment"]!.ToJsonString());
        Assert.Equal(["a", "b"], inventory["all"]!["children"]!.AsObject().Select(group => group.Key));
        Assert.All(inventory["all"]!["children"]!.AsObject(), group => Assert.Equal("""{"hosts":{"web":null}}""", group.Value!.ToJsonString()));
    }

    [Theory]
    [InlineData("""{"ansible_ssh_user": "joe"}""", "joe")]
    [InlineData("""{"ansible_ssh_user": ""}""", null)]
    [InlineData("""{"ansible_ssh_user": 7}""", null)]
    [InlineData("{}", null)]
    public void The_folder_of_the_user_a_playbook_logs_in_as_is_removed(string variables, string? user) =>
        Assert.Equal(user, Inventory.UserOf(new() { Playbook = "a", ExtraVars = JsonNode.Parse(variables)!.AsObject() }));

    [Fact]
    public async Task Only_a_folder_that_is_there_is_removed()
    {
        await using var lab = new TaskLab();
        lab.Host.Answer($"unshare --net -- chroot {lab.Root.HostPath} getent passwd joe", "joe:x:1000:1000::/home/joe:/bin/sh\n");
        await lab.WriteAsync("/home/joe/.ansible/tmp/x", "");
        var task = new RemoveAnsibleFolder(new() { Playbook = "a", ExtraVars = new JsonObject { ["ansible_ssh_user"] = "joe" } });
        await lab.RunAsync(task);
        Assert.False(lab.Root.Exists("/home/joe/.ansible"));
        Assert.True(lab.Root.Exists("/home/joe"));
        await lab.RunAsync(task);
    }

    [Fact]
    public void All_is_no_group_to_name() => Assert.Contains("every machine", Assert.Single(PluginFindings.Of("ansible", """{"playbook": "/etc/hostname", "groups": ["all"]}""")));
}
