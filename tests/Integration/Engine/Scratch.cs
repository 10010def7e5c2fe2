using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Integration.Engine;

/// <summary>A folder in memory that a test works in, and the engine's program to work with. Everything is gone afterwards.</summary>
public sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateDirectory($"/dev/shm/bvz-test-{Guid.NewGuid():N}");

    public string Folder => _folder.FullName;

    public static IHost Host { get; } = new LocalHost(new NoLog());

    internal static IBuildLog Log { get; } = new NoLog();

    /// <summary>Skips the test where it cannot run.</summary>
    public static void NeedRoot(params string[] programs)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        foreach (var program in programs)
            Assert.SkipUnless(Host.Find(program) is not null, $"needs the program '{program}'");
    }

    /// <summary>Runs a shell script in private mount and process namespaces; <c>$ENGINE</c> is the engine's program.</summary>
    public static async Task<CommandResult> UnshareAsync(string script)
    {
        var command = new Command("unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-ec", script)
        {
            Environment = new Dictionary<string, string?>
            {
                ["ENGINE"] = Path.Combine(AppContext.BaseDirectory, "BootstrapVz.EngineBench"),
                ["CACHE"] = EngineCache.Path,
            },
            AllowedExitCodes = [.. Enumerable.Range(0, 256)],
        };
        return await Host.RunAsync(command, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class NoLog : IBuildLog
    {
        public void Write(LogLevel level, string text)
        {
        }

        public void Progress(string counter, long done, long total, string unit)
        {
        }
    }
}
