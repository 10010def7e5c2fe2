using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using BootstrapVz.Base.Architectures;
using BootstrapVz.Cli.Building;
using Xunit;

namespace BootstrapVz.Test.Integration.Cli;

/// <summary>Front and builder as real processes in real namespaces.</summary>
[Collection(nameof(BuilderTests))]
public partial class BuilderTests
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [Fact]
    public async Task A_build_prints_one_JSON_object_and_leaves_only_its_image()
    {
        RequireNamespaces();
        using var front = new Front();
        var (code, output, error) = await front.BuildAsync("good.yml --json");

        Assert.True(code == 0, error);
        using var result = JsonDocument.Parse(output);
        var image = result.RootElement.GetProperty("images")[0];
        Assert.Equal(front.Image, image.GetProperty("path").GetString());
        Assert.Equal(1, result.RootElement.GetProperty("packages").GetArrayLength());
        Assert.True(result.RootElement.GetProperty("phases").TryGetProperty("VolumeCreation", out _));
        Assert.True(File.Exists(front.Image));
        Assert.Empty(front.Mounts());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(front.Folder, "cache/run")));
    }

    [Fact]
    public async Task A_mirror_may_be_named_twice()
    {
        RequireNamespaces();
        using var front = new Front();
        var (code, _, error) = await front.BuildAsync("good.yml --mirror http://a=http://b --mirror http://a=http://c");
        Assert.True(code == 0, error);
    }

    [Fact]
    public async Task The_builder_is_the_first_process_and_root_of_its_namespaces()
    {
        RequireNamespaces();
        using var front = new Front();
        var (_, _, error) = await front.BuildAsync("good.yml");
        Assert.Contains("process 1\n", error, StringComparison.Ordinal);
        Assert.Contains("user 0\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_for_another_architecture_leaves_the_host_as_it_was()
    {
        RequireNamespaces();
        var foreign = ArchitectureTable.OfHost == ArchitectureTable.Arm64 ? ArchitectureTable.Amd64 : ArchitectureTable.Arm64;
        Assert.SkipWhen(ThisHost.Quiet.Find($"qemu-{foreign.QemuName}-static") is null, "needs package qemu-user-static");
        using var front = new Front();
        var before = Registered();

        var (code, _, error) = await front.BuildAsync($"good.yml --matrix system.architecture={foreign}");

        // It ends well only if a program of that architecture ran.
        Assert.True(code == 0, error);
        Assert.Equal(before, Registered());

        static IReadOnlyList<string> Registered() => [.. Directory.EnumerateFiles("/proc/sys/fs/binfmt_misc").Order(StringComparer.Ordinal)];
    }

    [Theory]
    [InlineData("failing.yml", 1, "error: this was meant to fail\n  hint: take 'fixture_fail' out of the manifest")]
    [InlineData("blundering.yml", 70, "this is a bug in bootstrap-vz")]
    [InlineData("failing.yml --pause-on-error", 1, "error: this was meant to fail")]
    public async Task A_failure_rolls_back_and_keeps_its_exit_code(string words, int code, string message)
    {
        RequireNamespaces();
        using var front = new Front();
        var (exit, output, error) = await front.BuildAsync(words);

        Assert.Equal(code, exit);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Contains("Rolling back", error, StringComparison.Ordinal);
        Assert.False(File.Exists(front.Image));
        Assert.Empty(output);
        var log = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(front.Folder, "log"))), TestContext.Current.CancellationToken);
        Assert.Contains("ERROR: " + message.Split('\n')[0], log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task The_first_signal_rolls_back_and_ends_with_130(int signal)
    {
        RequireNamespaces();
        using var front = new Front();
        using var process = front.Start("slow.yml --progress plain");
        await Front.WaitForAsync(process, "Taking a minute");
        Assert.Equal(0, Kill(process.Id, signal));
        await Front.WaitForAsync(process, "Rolling back");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.False(File.Exists(front.Image));
        await UntilAsync(() => front.Processes().Count == 0);
    }

    [Fact]
    public async Task Killing_the_front_takes_everything_along()
    {
        RequireNamespaces();
        using var front = new Front();
        using var process = front.Start("slow.yml --progress plain");
        await Front.WaitForAsync(process, "Taking a minute");
        await UntilAsync(() => front.Processes().Any(p => p.StartsWith("sleep", StringComparison.Ordinal)));
        process.Kill();

        await UntilAsync(() => front.Processes().Count == 0);
        Assert.Empty(front.Mounts());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(front.Folder, "cache/run")));
    }

    [Fact]
    public async Task Fifty_kills_at_random_moments_leave_nothing()
    {
        RequireNamespaces();
        using var front = new Front();

        // From before the builder exists until its last task runs, however slow this machine is at the moment.
        var clock = Stopwatch.StartNew();
        using (var first = front.Start("slow.yml --progress plain"))
        {
            await Front.WaitForAsync(first, "Taking a minute");
            first.Kill();
        }

        var span = clock.Elapsed * 1.2;
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            using var process = front.Start("slow.yml --progress none");
            await Task.Delay(span * random.NextDouble(), TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await UntilAsync(() => front.Processes().Count == 0);
        Assert.Empty(front.Mounts());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(front.Folder, "cache/run")));
    }

    [Fact]
    public async Task A_closed_standard_output_harms_nothing()
    {
        RequireNamespaces();
        using var front = new Front();
        using var process = front.Start("good.yml --json");
        process.StandardOutput.Close();
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(front.Image));
        Assert.Equal(0, process.ExitCode);
    }

    private static void RequireNamespaces()
    {
        using var probe = Process.Start(new ProcessStartInfo("unshare", ["--mount", "--pid", "--fork", "--mount-proc", "true"]) { RedirectStandardError = true, UseShellExecute = false })!;
        probe.WaitForExit();
        Assert.SkipUnless(probe.ExitCode == 0, "making namespaces takes root rights");
    }

    // The kernel takes a moment to start or end a whole namespace.
    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 400 && !condition(); i++)
            await Task.Delay(50);
        Assert.True(condition());
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
