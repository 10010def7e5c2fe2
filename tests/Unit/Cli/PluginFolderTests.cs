using System.Text.Json;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public class PluginFolderTests
{
    [Theory]
    [InlineData("Fixture.Plugin.dll")]
    [InlineData("Fixture/Fixture.dll")]
    [InlineData("Fixture/Fixture.Plugin.dll")]
    public async Task A_plugin_in_the_users_folder_is_found(string name)
    {
        using var run = new CommandRun();
        Install(run, ".local/share/bootstrap-vz/plugins/" + name);
        Assert.Equal(0, await run.RunAsync("validate good.yml"));
    }

    [Theory]
    [InlineData("mine", "mine/Fixture.Plugin.dll")]
    [InlineData("mine", "mine/Fixture/Fixture.dll")]
    [InlineData("mine/Fixture", "mine/Fixture/Fixture.dll")]
    [InlineData("mine/any.dll", "mine/any.dll")]
    public async Task A_plugin_path_may_be_a_folder_of_plugins_one_plugins_folder_or_a_file(string path, string name)
    {
        using var run = new CommandRun();
        Install(run, name);
        Assert.Equal(0, await run.RunAsync("validate good.yml --plugin-path " + path));
    }

    [Fact]
    public async Task Libraries_beside_a_plugin_are_not_taken_for_plugins()
    {
        using var run = new CommandRun();
        Install(run, "mine/Fixture.Plugin.dll");
        run.Write("mine/Library.dll", "anything");
        Assert.Equal(0, await run.RunAsync("validate good.yml --plugin-path mine"));
    }

    [Fact]
    public async Task An_assembly_without_units_is_refused_by_name()
    {
        using var run = new CommandRun();
        var library = Path.Combine(AppContext.BaseDirectory, "YamlDotNet.dll");
        Assert.Equal(4, await run.RunAsync("validate good.yml --plugin-path " + library));
        Assert.Contains("YamlDotNet.dll' has no provider, plugin or task", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task External_tasks_stand_in_the_plan_with_who_added_them()
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("plan failing.yml --format json --plugin-path {units}"));
        using var plan = JsonDocument.Parse(run.Out.ToString());
        var task = plan.RootElement.GetProperty("phases").EnumerateArray()
            .Single(p => p.GetProperty("phase").GetString() == "ImageRegistration").GetProperty("tasks")[0];

        Assert.Equal("Test.Fixtures.Fail", task.GetProperty("name").GetString());
        Assert.Equal("plugin fixture_fail", task.GetProperty("addedBy").GetString());
    }

    private static void Install(CommandRun run, string name)
    {
        var path = Path.Combine(run.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(CommandRun.Fixtures, path);
    }
}
