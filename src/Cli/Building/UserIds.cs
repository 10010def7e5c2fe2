using System.Runtime.InteropServices;

namespace BootstrapVz.Cli.Building;

/// <summary>Ids of the running process.</summary>
internal static partial class UserIds
{
    /// <summary>geteuid(2).</summary>
    public static uint Effective => GetEffective();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffective();
}
