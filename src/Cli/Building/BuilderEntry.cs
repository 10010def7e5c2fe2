using System.Runtime.InteropServices;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Common.Workspace;
using BootstrapVz.Remote;

namespace BootstrapVz.Cli.Building;

/// <summary>The hidden verb <c>builder</c>: serves one build on standard input and output.</summary>
internal static partial class BuilderEntry
{
    /// <summary>Runs until the build is done or the front is gone.</summary>
    public static async Task<int> RunAsync()
    {
        Umask.Fix();
        var host = new BuilderHost(Console.OpenStandardInput(), Console.OpenStandardOutput(), ProgramVersion.Text, LeaveAtOnce);
        return (int)await host.RunAsync(new LocalBuilder(static log => new LocalHost(log)));
    }

    // As the first process of its pid namespace this one takes every other process and, with the last of them, all mounts along.
    // _exit(2) waits for nothing: a lock or a full pipe somewhere must not keep the build alive.
    private static void LeaveAtOnce() => Exit((int)Base.Errors.ExitCode.BuildFailed);

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Exit(int status);
}
