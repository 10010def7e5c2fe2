namespace BootstrapVz.Common.Images.Devices;

/// <summary>Finds out where a device is mounted.</summary>
internal static class DeviceUse
{
    /// <summary>Mount points of a device and of its partitions.</summary>
    public static IReadOnlyList<string> MountPoints(uint major, uint minor)
    {
        var devices = Partitions($"{major}:{minor}").Append($"{major}:{minor}").ToHashSet();
        return MountPoints(File.ReadLines("/proc/self/mountinfo"), devices);
    }

    /// <summary>Reads lines of proc(5), /proc/pid/mountinfo: the third word is the device, the fifth the mount point.</summary>
    public static IReadOnlyList<string> MountPoints(IEnumerable<string> mounts, IReadOnlySet<string> devices) =>
        [.. mounts.Select(line => line.Split(' ')).Where(words => words.Length > 4 && devices.Contains(words[2])).Select(words => words[4].Replace("\\040", " ")).Distinct()];

    private static IEnumerable<string> Partitions(string device)
    {
        var folder = "/sys/dev/block/" + device;
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(child => Path.Combine(child, "dev")).Where(File.Exists).Select(file => File.ReadAllText(file).Trim())
            : [];
    }
}
