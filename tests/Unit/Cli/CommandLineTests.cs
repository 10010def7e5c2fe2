using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

/// <summary>Arguments and manifest in, exit code and standard error out.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("", 2, "usage: bootstrap-vz build|validate|")]
    [InlineData("good.yml", 2, "hint: to build it say: bootstrap-vz build /")]
    [InlineData("build", 2, "usage: bootstrap-vz build MANIFEST... [options]")]
    [InlineData("build good.yml --colour always", 2, "'--colour'")]
    [InlineData("build good.yml --color sometimes", 2, "error: option '--color' takes auto, always or never, not 'sometimes'")]
    [InlineData("build good.yml --progress bar", 2, "error: option '--progress' takes auto, plain, json or none, not 'bar'")]
    [InlineData("build good.yml --mirror http://a", 2, "error: option '--mirror' takes ORIGIN=URL, two http addresses, not 'http://a'")]
    [InlineData("plan good.yml --format xml", 2, "error: option '--format' takes text or json, not 'xml'")]
    [InlineData("validate", 2, "usage: bootstrap-vz validate MANIFEST... [options]")]
    [InlineData("build good.yml --plugin-path {units} --device /dev/sdb", 3, "--device:1:1: error BVZ1031: 'device' is for backing block only")]
    [InlineData("inspect", 2, "usage: bootstrap-vz inspect IMAGE [options]")]
    [InlineData("diff a.raw", 2, "usage: bootstrap-vz diff FIRST SECOND [options]")]
    [InlineData("diff a.raw b.raw", 2, "a.raw' cannot be read")]
    [InlineData("verify bad.yml --plugin-path {units}", 3, "bad.yml:")]
    [InlineData("verify good.yml --dry-run", 2, "'--dry-run'")]
    [InlineData("boot a.raw --secure-boot --firmware bios", 2, "error: option '--secure-boot' is of UEFI, not of 'bios'")]
    [InlineData("boot a.raw --trust a.pem", 2, "error: option '--trust' is nothing without '--secure-boot'")]
    [InlineData("doctor everything", 2, "everything")]
    [InlineData("validate missing.yml", 3, "missing.yml")]
    [InlineData("validate broken.yml", 3, "broken.yml:")]
    [InlineData("validate bad.yml --plugin-path {units}", 3, "there is no Debian release 'trixy'")]
    [InlineData("validate good.yml", 3, "fixture")]
    [InlineData("plan bad.yml --plugin-path {units}", 3, "bad.yml:")]
    [InlineData("build bad.yml --plugin-path {units}", 3, "bad.yml:")]
    [InlineData("plan good.yml --plugin-path nowhere", 4, "nowhere' does not exist")]
    [InlineData("plan good.yml --plugin-path notaplugin.dll", 4, "notaplugin.dll' is no .NET assembly")]
    [InlineData("plan good.yml --plugin-path .", 4, "holds no plugin")]
    [InlineData("build good.yml --plugin-path {units} --log good.yml", 1, "the log folder '")]
    public async Task Errors(string line, int code, string stderr)
    {
        using var run = new CommandRun();
        var exit = await run.RunAsync(line);
        Assert.Contains(stderr, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(code, exit);
        Assert.Empty(run.Out.ToString());
    }

    [Theory]
    [InlineData("--help", "build")]
    [InlineData("build --help", "--pause-on-error")]
    [InlineData("--version", "bootstrap-vz ")]
    [InlineData("validate good.yml failing.yml --plugin-path {units}", "/failing.yml: valid\n")]
    [InlineData("plan good.yml --plugin-path {units}", "Looking around")]
    [InlineData("build good.yml --plugin-path {units} --dry-run --json", "\"images\": []")]
    public async Task Answers(string line, string stdout)
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync(line));
        Assert.Contains(stdout, run.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_of_a_manifest_are_shown_at_once()
    {
        using var run = new CommandRun();
        await run.RunAsync("validate bad.yml --plugin-path {units}");
        Assert.Equal(2, run.Error.ToString().Split("error BVZ").Length - 1);
    }

    [Fact]
    public async Task A_dry_run_shows_every_task_and_runs_none()
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("build failing.yml --plugin-path {units} --dry-run --log logs"));

        Assert.Equal(
            """
            Validation
              [1/5] Looking around
            Preparation
              [2/5] Mounting something
            Volume creation
              [3/5] Writing the image
            Image registration
              [4/5] Failing on purpose
            Cleaning
              [5/5] Unmounting something

            """,
            run.Error.ToString());
        Assert.Empty(run.Out.ToString());
        var log = Assert.Single(Directory.GetFiles(Path.Combine(run.Folder, "logs")));
        Assert.Matches(@"/\d{14}_failing\.log$", log);
        Assert.Matches(@"(?m)^\[\d+\] INFO: Failing on purpose$", File.ReadAllText(log));
    }

    [Fact]
    public async Task Without_a_log_folder_the_users_state_folder_is_taken()
    {
        using var run = new CommandRun();
        run.Variables["XDG_STATE_HOME"] = Path.Combine(run.Folder, "state");
        await run.RunAsync("build good.yml --plugin-path {units} --dry-run");
        Assert.Single(Directory.GetFiles(Path.Combine(run.Folder, "state/bootstrap-vz/log")));
    }

    [Fact]
    public async Task Log_dash_writes_no_file()
    {
        using var run = new CommandRun();
        await run.RunAsync("build good.yml --plugin-path {units} --dry-run --log -");
        Assert.False(Directory.Exists(Path.Combine(run.Folder, ".local")));
    }

    [Fact]
    public async Task Progress_json_is_one_event_per_line()
    {
        using var run = new CommandRun();
        await run.RunAsync("build good.yml --plugin-path {units} --dry-run --log - --progress json");
        var lines = run.Error.ToString().TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.StartsWith("{\"type\":\"", line, StringComparison.Ordinal));
        Assert.StartsWith("{\"type\":\"result\"", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_none_is_silent()
    {
        using var run = new CommandRun();
        await run.RunAsync("build good.yml --plugin-path {units} --dry-run --log - --progress none");
        Assert.Empty(run.Error.ToString());
    }

    [Fact]
    public async Task Color_always_colours_and_never_does_not()
    {
        using var run = new CommandRun();
        await run.RunAsync("build good.yml --plugin-path {units} --dry-run --log - --color always");
        Assert.Contains('\e', run.Error.ToString());
        using var plain = new CommandRun();
        await plain.RunAsync("build good.yml --plugin-path {units} --dry-run --log - --color never");
        Assert.DoesNotContain('\e', plain.Error.ToString());
    }

    [Fact]
    public async Task A_malformed_mirror_variable_is_an_error()
    {
        using var run = new CommandRun();
        run.Variables["BOOTSTRAP_VZ_MIRROR"] = "http://a=http://b x";
        Assert.Equal(1, await run.RunAsync("build good.yml --plugin-path {units} --log -"));
        Assert.Contains("BOOTSTRAP_VZ_MIRROR holds 'x'", run.Error.ToString(), StringComparison.Ordinal);
    }
}
