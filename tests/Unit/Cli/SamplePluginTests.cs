using System.Text.Json;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public class SamplePluginTests
{
    // Both lie below artifacts/bin, each in a folder named after its project and configuration.
    private static readonly string Assembly = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../HelloPlugin", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Hello.Plugin.dll"));

    [Fact]
    public async Task Its_task_stands_between_two_of_ours()
    {
        using var run = new CommandRun();
        run.Write("hello.yml", await File.ReadAllTextAsync(Sample("hello.yml")));
        Assert.True(await run.RunAsync("plan hello.yml --format json --plugin-path " + Assembly) == 0, run.Error.ToString());

        using var plan = JsonDocument.Parse(run.Out.ToString());
        var tasks = plan.RootElement.GetProperty("phases").EnumerateArray()
            .Single(p => p.GetProperty("phase").GetString() == "SystemModification").GetProperty("tasks").EnumerateArray().ToList();
        var names = tasks.Select(t => t.GetProperty("name").GetString()!).ToList();
        var greeting = tasks.Single(t => t.GetProperty("name").GetString() == "HelloPlugin.WriteGreeting");

        Assert.True(names.IndexOf("Common.Network.SetHostname") < names.IndexOf("HelloPlugin.WriteGreeting"));
        Assert.True(names.IndexOf("HelloPlugin.WriteGreeting") < names.IndexOf("Common.Network.WriteHosts"));
        Assert.Equal("plugin hello", greeting.GetProperty("addedBy").GetString());
        Assert.Contains("Common.Network.SetHostname", greeting.GetProperty("after").EnumerateArray().Select(a => a.GetProperty("task").GetString()));
    }

    [Fact]
    public async Task Its_own_rule_is_checked_and_its_setting_is_in_the_schema()
    {
        using var run = new CommandRun();
        var manifest = await File.ReadAllTextAsync(Sample("hello.yml"));
        run.Write("bad.yml", manifest.Replace("Good morning", "\"two\\nlines\""));
        Assert.Equal(3, await run.RunAsync("validate bad.yml --plugin-path " + Assembly));
        Assert.Contains("error HELLO1: the greeting is one line", run.Error.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await run.RunAsync("schema --plugin-path " + Assembly));
        Assert.Contains("\"hello\"", run.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_it_the_manifest_names_an_unknown_plugin()
    {
        using var run = new CommandRun();
        run.Write("hello.yml", await File.ReadAllTextAsync(Sample("hello.yml")));
        Assert.Equal(3, await run.RunAsync("validate hello.yml"));
        Assert.Contains("'hello'", run.Error.ToString(), StringComparison.Ordinal);
    }

    private static string Sample(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "bootstrap-vz.slnx")))
                return Path.Combine(folder.FullName, "samples/HelloPlugin", name);
        }

        throw new InvalidOperationException("the tests run outside the checkout");
    }
}
