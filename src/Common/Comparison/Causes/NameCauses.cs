using System.Text.RegularExpressions;

namespace BootstrapVz.Common.Comparison.Causes;

/// <summary>Causes that a path tells by itself.</summary>
internal static partial class NameCauses
{
    private static readonly (Regex Path, string Cause)[] Files =
    [
        (MachineId(), "a machine id, which systemd or D-Bus made during the build: it should be empty in an image"),
        (HostKeys(), "a host key of SSH, which was made during the build: it should not be in an image"),
        (RandomSeed(), "a seed of random numbers: it should not be in an image"),
        (LdconfigCache(), "ldconfig keeps inode numbers and times of libraries there: it can be deleted"),
        (PrivateKeys(), "a key that was made during the build"),
    ];

    /// <summary>Of files that are different by nature.</summary>
    public static string? OfFile(string path) => Files.FirstOrDefault(f => f.Path.IsMatch(path)).Cause;

    /// <summary>Of a path that one build has and the other has not.</summary>
    public static string? OfPath(string path, Surroundings before, Surroundings after)
    {
        var name = before.Names.Concat(after.Names).FirstOrDefault(n => n.Value.Length > 2 && path.Contains(n.Value.TrimStart('/')));
        return name.Key is not null ? $"its path contains the {name.Key}"
            : Digits().IsMatch(path) ? "its name contains a number: part of a clock, a process id or chance"
            : null;
    }

    [GeneratedRegex("^/etc/machine-id$|^/var/lib/dbus/machine-id$")]
    private static partial Regex MachineId();

    [GeneratedRegex("^/etc/ssh/ssh_host_.*_key(?:\\.pub)?$")]
    private static partial Regex HostKeys();

    [GeneratedRegex("/random[-_.]seed$")]
    private static partial Regex RandomSeed();

    [GeneratedRegex("^/var/cache/ldconfig/aux-cache$")]
    private static partial Regex LdconfigCache();

    [GeneratedRegex("^/etc/ssl/private/|^/etc/ssl/certs/ssl-cert-snakeoil")]
    private static partial Regex PrivateKeys();

    [GeneratedRegex("[0-9]{4,}|\\.[A-Za-z0-9]{6}$")]
    private static partial Regex Digits();
}
