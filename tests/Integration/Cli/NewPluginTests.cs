using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Cli;

/// <summary>The project that <c>plugin new</c> writes, used as its page says.</summary>
public sealed class NewPluginTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly ScratchSpace _space = new();

    [Fact]
    public async Task It_builds_its_tests_pass_and_the_program_uses_it()
    {
        var folder = _space.Folder("work");
        await RunAsync(folder, ProgramRun.Program, "plugin", "new", "time_zone");
        var project = Path.Combine(folder, "time_zone");
        await RunAsync(project, "dotnet", "build", "src", "--nologo", "--verbosity", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        Assert.Contains("Failed: 0", await RunAsync(project, "dotnet", "run", "--project", "tests", "-p:UseSharedCompilation=false"));

        var assembly = Path.Combine(project, "src/bin/TimeZone.Plugin.dll");
        Assert.Contains("  text: text, Hello by default", await RunAsync(project, ProgramRun.Program, "plugin", "show", "time_zone", "--plugin-path", assembly));
        Assert.Contains("WriteText", await RunAsync(project, ProgramRun.Program, "plan", "example.yml", "--plugin-path", assembly));
    }

    public void Dispose() => _space.Dispose();

    private static async Task<string> RunAsync(string folder, params string[] command)
    {
        using var run = ProgramRun.Start(command, folder, new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1" });
        var end = await run.EndAsync(Limit);
        Assert.True(end.Code == 0, string.Join(' ', command) + "\n" + end.Out + end.Error);
        return end.Out;
    }
}
