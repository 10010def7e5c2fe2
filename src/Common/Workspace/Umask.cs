using System.Runtime.InteropServices;

namespace BootstrapVz.Common.Workspace;

/// <summary>What umask(2) takes away from the modes of new files.</summary>
public static partial class Umask
{
    private const uint Usual = 0x12; // 022, as for root's login on Debian

    /// <summary>The mask this process was started with; null when it still has it.</summary>
    public static uint? OfUser { get; private set; }

    /// <summary>
    /// Gives this process and all it starts the mask of Debian's root. Many files of an image get their mode from it: those a maintainer
    /// script writes as well as dpkg's lists.
    /// </summary>
    public static void Fix() => OfUser = Set(Usual);

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint Set(uint mask);
}
