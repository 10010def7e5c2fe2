using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>Lets a test run where a build runs: as (mapped) root in namespaces of its own.</summary>
internal static class PrivateNamespaces
{
    private const string Mark = "BOOTSTRAP_VZ_TEST_IS_PRIVATE";

    /// <summary>False in there, where the test goes on. Outside the test is run in there, fails if that fails, and true is returned.</summary>
    public static async Task<bool> RunInsideAsync(Type testClass, [CallerMemberName] string method = "")
    {
        if (Environment.GetEnvironmentVariable(Mark) is not null)
            return false;
        string[] users = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-auto", "--map-root-user"];
        var start = new ProcessStartInfo("unshare") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", .. users, "--", "dotnet",
            Assembly.GetExecutingAssembly().Location, "-noColor", "-method", $"{testClass.FullName}.{method}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[Mark] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var text = await output + await error;
        if (text.Contains("newuidmap") || text.Contains("unshare:"))
            Assert.Skip("this user has no namespaces with a range of ids: " + text.Trim());
        Assert.True(process.ExitCode == 0, text);
        return true;
    }
}
