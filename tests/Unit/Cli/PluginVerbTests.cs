using BootstrapVz.Base.Manifests.Schema;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public class PluginVerbTests
{
    private static readonly UnitCatalog Ours = OurUnits.Catalog;

    public static TheoryData<string> Names => [.. Ours.Plugins.Select(plugin => plugin.Name)];

    [Fact]
    public async Task Every_plugin_is_listed_with_what_it_does()
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("plugin list"));
        Assert.All(Ours.Plugins, plugin => Assert.Matches($"(?m)^{plugin.Name} +[A-Z].*\\.$", run.Out.ToString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_plugin_is_shown_with_settings_example_and_tasks(string name)
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("plugin show " + name));
        var shown = run.Out.ToString();
        var plugin = Ours.FindPlugin(name)!;
        Assert.All(SettingsTable.Rows(plugin.OptionsType), row => Assert.Contains($"  {row.Key}: ", shown));
        Assert.All(plugin.Tasks, task => Assert.Matches($"(?m)^  {task.Phase} +{task.Type.Name}: ", shown));
        Assert.Matches($"(?m)^Example\n(  .*\n)*  plugins:\n    {name}:", shown);
    }

    [Fact]
    public async Task A_plugin_that_does_not_exist_is_told_apart_from_one_that_is_misspelt()
    {
        using var run = new CommandRun();
        var plugin = Ours.Plugins.MaxBy(plugin => plugin.Name.Length)!.Name;
        var misspelt = plugin.Remove(plugin.Length / 2, 1);
        Assert.Equal(2, await run.RunAsync("plugin show " + misspelt));
        Assert.Contains($"error: there is no plugin '{misspelt}'\n  hint: did you mean '{plugin}'?\n", run.Error.ToString());
        Assert.Equal(2, await run.RunAsync("plugin show nothing_like_it"));
        Assert.Contains("'plugin list' names them all", run.Error.ToString());
    }

    [Fact]
    public async Task A_new_plugin_has_its_name_everywhere_and_replaces_nothing()
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("plugin new time_zone"));
        var files = Directory.EnumerateFiles(Path.Combine(run.Folder, "time_zone"), "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(files, file => file.EndsWith("/src/TimeZone.cs", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotMatch("@[A-Za-z]+@", file + File.ReadAllText(file)));

        Assert.Equal(2, await run.RunAsync("plugin new time_zone"));
        Assert.Contains("is there already", run.Error.ToString());
        Assert.Equal(2, await run.RunAsync("plugin new Time-Zone"));
        Assert.Contains("'Time-Zone' is no name for a plugin", run.Error.ToString());
    }
}
