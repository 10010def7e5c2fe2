using System.Text.Json;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

/// <summary>Matrices on the command line; what runs is a dry run.</summary>
public class MatrixCommandTests
{
    private const string Options = " --plugin-path {units} --dry-run --log -";

    [Theory]
    [InlineData("build good.yml --matrix system.release", 3, "--matrix:1:1: error BVZ1032: 'system.release' is no axis")]
    [InlineData("build good.yml --matrix system.relase=trixie --plugin-path {units}", 3, "--matrix:1:15: error BVZ1007: 'system' has no setting 'relase'\n  hint: did you mean 'release'?")]
    [InlineData("build good.yml --matrix system.release=trixie,bookwrm --plugin-path {units}", 3, "--matrix:1:23: error BVZ1017: there is no Debian release 'bookwrm' (cell 'bookwrm')")]
    [InlineData("build good.yml bad.yml --plugin-path {units}", 3, "there is no Debian release 'trixy'")]
    [InlineData("build good.yml --matrix system.release=trixie,bookworm --plugin-path {units}", 3, "good.yml:1:7: error BVZ1033: cells 'trixie' and 'bookworm' would all write '")]
    [InlineData("build good.yml --matrix system.release=trixie,bookworm --plugin-path {units}", 3, "  hint: put what differs into 'name': fixture-{system.release}")]
    [InlineData("build good.yml failing.yml --plugin-path {units}", 3, "give the manifests different names")]
    [InlineData("build good.yml failing.yml --pause-on-error", 2, "error: option '--pause-on-error' is for one build")]
    [InlineData("build good.yml --jobs 0", 2, "error: option '--jobs' takes a number from 1 on, not '0'")]
    [InlineData("validate good.yml --matrix system.architecture=amd64,amd65 --plugin-path {units}", 3, "--matrix:1:27: error BVZ1010: ")]
    [InlineData("plan good.yml --matrix system.architecture=amd65 --plugin-path {units}", 3, "--matrix:1:21: error BVZ1010: ")]
    [InlineData("validate wrong-matrix.yml --plugin-path {units}", 3, "wrong-matrix.yml:4:22: error BVZ1017: there is no Debian release 'trixi'")]
    public async Task Errors(string line, int code, string stderr)
    {
        using var run = NewRun();
        var exit = await run.RunAsync(line);
        Assert.Contains(stderr, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(code, exit);
        Assert.DoesNotContain("Looking around", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_in_all_cells_is_said_once()
    {
        using var run = NewRun();
        await run.RunAsync("validate bad.yml --matrix system.hostname=a,b --plugin-path {units}");
        Assert.Equal(2, run.Error.ToString().Split("error BVZ").Length - 1);
    }

    [Fact]
    public async Task Each_cell_is_validated_and_planned()
    {
        using var run = NewRun();
        Assert.Equal(0, await run.RunAsync("validate matrix.yml --plugin-path {units}"));
        Assert.Contains("/good.yml [bookworm,a]: valid\n", run.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, run.Out.ToString().Split(": valid").Length - 1);

        Assert.Equal(0, await run.RunAsync("plan matrix.yml --plugin-path {units}"));
        Assert.Contains("/good.yml [trixie,a]: 4 tasks of", run.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_builds_every_cell()
    {
        Assert.SkipWhen(OurUnits.Catalog.FindPlugin("root_password") is null, "the example has this plugin");
        using var run = NewRun();
        var code = await run.RunAsync($"build {ProgramRun.Project}/manifests/matrix/releases.yml --json --dry-run --log -");
        Assert.True(code == 0, run.Error.ToString());
        Assert.Equal(6, run.Out.ToString().Split("\"exitCode\":0").Length - 1);
    }

    [Fact]
    public async Task Lines_say_whose_they_are_and_a_table_ends_it()
    {
        using var run = NewRun();
        Assert.Equal(0, await run.RunAsync("build named.yml --matrix system.hostname=a,b" + Options));
        Assert.Contains("[a]   [1/4] Looking around\n", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("[b]   [1/4] Looking around\n", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"^cell +result +size +seconds +layers +image\na +built +- +\d+\.\d +\d of \d +-\nb +built .*\n$", run.Out.ToString());
    }

    [Fact]
    public async Task Json_is_one_object_for_each_cell()
    {
        using var run = NewRun();
        Assert.Equal(0, await run.RunAsync("build named.yml --matrix system.hostname=a,b --json" + Options));
        var cells = run.Out.ToString().TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["a", "b"], cells.Select(cell => cell.GetProperty("cell").GetString()));
        Assert.Equal("\"b\"", cells[1].GetProperty("settings").GetProperty("system.hostname").GetString());
        Assert.Equal(0, cells[1].GetProperty("exitCode").GetInt32());
        Assert.Equal(JsonValueKind.Array, cells[1].GetProperty("result").GetProperty("images").ValueKind);
    }

    [Fact]
    public async Task Progress_json_names_the_cell_of_each_event()
    {
        using var run = NewRun();
        await run.RunAsync("build named.yml --matrix system.hostname=a,b --progress json" + Options);
        Assert.All(run.Error.ToString().TrimEnd('\n').Split('\n'), line =>
        {
            var parsed = JsonDocument.Parse(line).RootElement;
            Assert.True(parsed.GetProperty("cell").GetString() is "a" or "b");
            Assert.NotNull(parsed.GetProperty("event").GetProperty("type").GetString());
        });
    }

    [Fact]
    public async Task Each_cell_has_a_log_file()
    {
        using var run = NewRun();
        await run.RunAsync("build named.yml --matrix system.hostname=a,b/c --plugin-path {units} --dry-run --log logs");
        var logs = Directory.GetFiles(Path.Combine(run.Folder, "logs")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["01_a.log", "02_b-c.log"], logs.Select(log => log[(log.IndexOf("named_", StringComparison.Ordinal) + 6)..]));
    }

    [Fact]
    public async Task One_value_makes_one_build()
    {
        using var run = NewRun();
        Assert.Equal(0, await run.RunAsync("build good.yml --matrix system.hostname=a --json" + Options));
        Assert.Contains("\"images\": []", run.Out.ToString(), StringComparison.Ordinal);
    }

    private static CommandRun NewRun()
    {
        var run = new CommandRun();
        run.Write("named.yml", run.Read("good.yml").Replace("name: fixture\nprovider", "name: x-{system.hostname}\nprovider").Replace("system:\n", "system:\n  hostname: x\n"));
        run.Write("matrix.yml", """
            matrix:
              manifests: [good.yml]
              axes:
                system.release: [bookworm, trixie]
                system.hostname: [a, b]
              exclude: [{system.release: trixie, system.hostname: b}]
            """);
        run.Write("wrong-matrix.yml", """
            matrix:
              manifests: [good.yml]
              axes:
                system.release: [trixi]
            """);
        return run;
    }
}
