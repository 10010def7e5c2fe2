using System.Diagnostics;

namespace BootstrapVz.Test.Integration.Cli;

/// <summary>The real program as a process of its own, building what the fixture units make, in a folder of its own.</summary>
internal sealed class Front : IDisposable
{
    private const string Manifest = """
        name: fixture
        provider:
          name: fixture
        bootstrapper:
          workspace: out
        system:
          release: trixie
          architecture: amd64
          bootloader: none
          charmap: UTF-8
          locale: en_US
          timezone: UTC
        volume:
          backing: raw
          partitions:
            type: none
            root:
              filesystem: ext4
              size: 1GiB

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("front");

    public Front()
    {
        Write("good.yml", "");
        Write("failing.yml", "plugins:\n  fixture_fail: {}\n");
        Write("blundering.yml", "plugins:\n  fixture_bug: {}\n");
        Write("slow.yml", "plugins:\n  fixture_slow: {}\n");
    }

    public string Folder => _folder.FullName;

    public string Image => Path.Combine(Folder, "out/fixture.img");

    private static string Program => Path.Combine(AppContext.BaseDirectory, "bootstrap-vz");

    private static string Fixtures => Path.Combine(AppContext.BaseDirectory, "BootstrapVz.Test.Fixtures.dll");

    /// <summary>Starts <c>build</c>; the words are separated by spaces.</summary>
    public Process Start(string words)
    {
        // As ProgramRun.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Folder,
        };
        string[] all = ["--default-signal=INT", Program, "build", .. words.Split(' '), "--plugin-path", Fixtures, "--cache", "cache", "--log", "log"];
        foreach (var word in all)
            start.ArgumentList.Add(word);
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // as the script ./bootstrap-vz: a kill would leave a socket in /tmp
        return Process.Start(start)!;
    }

    /// <summary>Runs <c>build</c> to its end.</summary>
    public async Task<(int Code, string Out, string Error)> BuildAsync(string words)
    {
        using var process = Start(words);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Waits until standard error has a line with a text.</summary>
    public static async Task WaitForAsync(Process front, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await front.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"the program ended without saying '{text}'");
    }

    /// <summary>Processes of this build: each has this folder as its own.</summary>
    public IReadOnlyList<string> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(p => LinkOf(Path.Combine(p, "cwd")) == Folder).Select(p => Read(Path.Combine(p, "cmdline")))];

    /// <summary>Mounts of the host that have to do with this build.</summary>
    public IReadOnlyList<string> Mounts() => [.. File.ReadLines("/proc/self/mountinfo").Where(line => line.Contains(Folder, StringComparison.Ordinal))];

    public void Dispose() => _folder.Delete(recursive: true);

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // the process has ended, or is somebody else's
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // the process has ended
        }
    }

    private void Write(string name, string more) => File.WriteAllText(Path.Combine(Folder, name), Manifest + more);
}
