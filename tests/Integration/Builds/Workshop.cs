using System.Diagnostics;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>A folder in which one test builds, and what it looks at afterwards.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly string _temporary;
    private IReadOnlyDictionary<string, string?> _trust = new Dictionary<string, string?>();

    /// <param name="space">What tests share.</param>
    /// <param name="folder">The folder, when it is made already.</param>
    public Workshop(BuildSpace space, string? folder = null)
    {
        RequireNamespaces();
        Folder = folder ?? space.NewFolder();
        Cache = space.Cache;
        _temporary = Directory.CreateDirectory(Path.Combine(Folder, "tmp")).FullName;
    }

    public string Folder { get; }

    public string Output => Path.Combine(Folder, "out");

    /// <summary>The packages and indexes; those of all tests unless a test needs its own.</summary>
    public string Cache { get; init; }

    /// <summary>What the program is started through, for example to become another user.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    public string Program { get; init; } = ProgramRun.Program;

    /// <summary>Variables of the environment that the program is started in.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The provider <c>bare</c>.</summary>
    public string Fixtures => Path.Combine(Path.GetDirectoryName(Program)!, "BootstrapVz.Test.Fixtures.dll");

    /// <summary>Writes the manifest.</summary>
    public Workshop With(object manifest)
    {
        File.WriteAllText(Path.Combine(Folder, "small.yml"), manifest.ToString());
        return this;
    }

    /// <summary>Writes the manifest; what is built trusts a server's certificate.</summary>
    public Workshop With(object manifest, WebFolder trusted)
    {
        _trust = trusted.Trust;
        return With(manifest);
    }

    /// <summary>Whether trees come from the cache. Faults are looked for in builds that do everything.</summary>
    public bool UseLayers { get; init; }

    /// <summary>Starts <c>build small.yml</c>.</summary>
    public ProgramRun Start(params string[] words) => StartBuild("small.yml", words);

    public ProgramRun StartBuild(string manifest, params string[] words) => StartVerb("build", manifest, ["--output", Output, .. UseLayers ? (string[])[] : ["--no-cache"], .. words]);

    /// <summary>Starts a verb that builds.</summary>
    public ProgramRun StartVerb(string verb, string manifest, params string[] words) => StartTool(
    [
        verb, manifest, "--plugin-path", Fixtures, "--cache", Cache, "--log", "log",
        .. words.Contains("--progress") ? [] : (string[])["--progress", "plain"], .. words,
    ]);

    /// <summary>Starts the program as the script ./bootstrap-vz starts it.</summary>
    public ProgramRun StartTool(params string[] words) => ProgramRun.Start(
        [.. Through, Program, .. words], Folder, new Dictionary<string, string?>(Environment.Concat(_trust)) { ["TMPDIR"] = _temporary, ["HOME"] = Folder, ["DOTNET_EnableDiagnostics"] = "0" });

    /// <summary>Runs <c>build small.yml</c> to its end.</summary>
    public async Task<ProgramEnd> BuildAsync(params string[] words)
    {
        using var run = Start(words);
        return await run.EndAsync(BuildSpace.Limit);
    }

    /// <summary>Runs a build that must succeed.</summary>
    public async Task<ProgramEnd> BuildWellAsync(params string[] words)
    {
        var end = await BuildAsync(words);
        Assert.True(end.Code == 0, end.Error);
        return end;
    }

    /// <summary>Runs a build that must fail with an error and a hint, and leave nothing.</summary>
    public async Task<string> BuildBadlyAsync(int code, string message, string? hint, params string[] words)
    {
        var end = await BuildAsync(words);
        Assert.True(end.Error.Contains(message, StringComparison.Ordinal), $"'{message}' is not in:\n{end.Error}");
        Assert.True(code == end.Code, $"exit code {end.Code} instead of {code}:\n{end.Error}");
        if (hint is not null)
            Assert.Contains(hint, end.Error[end.Error.LastIndexOf("  hint: ", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Empty(end.Out);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        await AssertNothingLeftAsync();
        return end.Error;
    }

    /// <summary>No process, no mount, no file of a build.</summary>
    public async Task AssertNothingLeftAsync()
    {
        // The kernel takes a moment to end a namespace.
        var clock = Stopwatch.StartNew();
        while (Processes.Of(Folder).Count > 0 && clock.Elapsed < TimeSpan.FromSeconds(20))
            await Task.Delay(50);
        Assert.Empty(Processes.Of(Folder));
        Assert.DoesNotContain(Folder, await File.ReadAllTextAsync("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Empty(FilesOf(Output));
        Assert.Empty(FilesOf(_temporary));
        Assert.Empty(FilesOf(Path.Combine(Cache, "run")));
        Assert.Empty(FilesOf(Path.Combine(Cache, "scratch")));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static IEnumerable<string> FilesOf(string folder) => Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder) : [];

    private static void RequireNamespaces()
    {
        using var probe = Process.Start(
            new ProcessStartInfo("unshare", ["--mount", "--pid", "--fork", "--mount-proc", "true"]) { RedirectStandardError = true, UseShellExecute = false })!;
        probe.WaitForExit();
        Assert.SkipUnless(probe.ExitCode == 0, "making namespaces takes root rights");
    }
}
