using System.Globalization;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Workspace;

/// <summary>The host's memory.</summary>
public static class Memory
{
    /// <summary>What can be taken without swapping: <c>MemAvailable</c> of /proc/meminfo, see proc_meminfo(5).</summary>
    public static Bytes Available()
    {
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is null
            ? Bytes.Zero
            : Bytes.KiB(long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
    }
}
