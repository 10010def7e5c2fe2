using System.Diagnostics;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Programs of this machine that a test makes its material with.</summary>
internal static class Tool
{
    /// <summary>Runs a program that must succeed.</summary>
    /// <param name="folder">Where it is started.</param>
    /// <param name="program">The program.</param>
    /// <param name="words">Its arguments.</param>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string folder, string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await error}");
        return output;
    }
}
