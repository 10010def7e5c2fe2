using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Cli.Building;

/// <summary>What it takes on this host to give a build namespaces of its own.</summary>
internal static class Namespaces
{
    private static readonly string[] Ranges = ["/etc/subuid", "/etc/subgid"];

    /// <summary>unshare(1) with everything a build gets for itself. <c>unshare --mount</c> makes all mounts private first.</summary>
    public static IReadOnlyList<string> Command(bool asRoot) =>
    [
        "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--uts", "--ipc",
        .. asRoot ? (string[])[] : ["--user", "--map-auto", "--map-root-user"],
        "--",
    ];

    /// <summary>Deletes a folder in which a build may have left files of other users than this one.</summary>
    public static Task DeleteAsync(bool asRoot, string folder) =>
        ThisHost.Quiet.RunAsync(new("unshare", [.. Command(asRoot).Skip(1), "rm", "--recursive", "--force", "--one-file-system", "--", folder]), CancellationToken.None);

    /// <summary>What an ordinary user lacks for a user namespace with a full range of ids; empty when all is there.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="uid">The user's id, which the files may hold instead of the name.</param>
    /// <param name="find">Where a program is, or null.</param>
    /// <param name="read">A file's text, empty when it is missing.</param>
    public static IReadOnlyList<HostRequirement> Missing(string user, uint uid, Func<string, string?> find, Func<string, string> read)
    {
        var missing = new List<HostRequirement>();
        if (find("newuidmap") is null || find("newgidmap") is null)
            missing.Add(new("the program 'newuidmap', with which an ordinary user builds", "apt-get install uidmap"));
        string[] without = [.. Ranges.Where(file => !HasRange(read(file), user, uid))];
        if (without.Length > 0)
        {
            missing.Add(new(
                $"a range of 65536 subordinate ids for '{user}' in {string.Join(" and ", without)}, for newuidmap to give to the build",
                $"echo \"{user}:{FreeRange(read("/etc/subuid") + "\n" + read("/etc/subgid"))}:65536\" | sudo tee -a {string.Join(' ', without)}"));
        }

        return missing;
    }

    /// <summary>The requirement behind what unshare said when it failed.</summary>
    public static HostRequirementException Refused(bool asRoot, string said) => asRoot
        ? new([new(
            $"the right to make namespaces ({said})",
            "in a container: start it with --privileged, or with --cap-add SYS_ADMIN and without a seccomp profile")])
        : new([new($"the right of ordinary users to make namespaces ({said})", Sysctl(File.Exists))]);

    /// <summary>The line that allows user namespaces, by which of the switches this kernel has.</summary>
    internal static string Sysctl(Func<string, bool> exists) =>
        exists("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
            ? "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
            : exists("/proc/sys/kernel/unprivileged_userns_clone")
                ? "sudo sysctl kernel.unprivileged_userns_clone=1"
                : "sudo sysctl user.max_user_namespaces=10000; in a container: build as root in one started with --privileged";

    /// <summary>What the user this program runs as lacks on this host; root lacks nothing.</summary>
    public static IReadOnlyList<HostRequirement> Missing(bool asRoot) => asRoot ? [] : Missing(ThisHost.Quiet);

    /// <summary>Asks the host, for the user this program runs as.</summary>
    public static IReadOnlyList<HostRequirement> Missing(IHost host) => Missing(
        Environment.UserName,
        UserIds.Effective,
        host.Find,
        static file => File.Exists(file) ? File.ReadAllText(file) : "");

    // subuid(5): name or id, first id, count.
    private static bool HasRange(string text, string user, uint uid) => Entries(text).Any(e =>
        (e.Owner == user || e.Owner == uid.ToString(System.Globalization.CultureInfo.InvariantCulture)) && e.Count >= 65536);

    // Ranges of two users must not overlap; the first free one is 100000 on a fresh Debian (SUB_UID_MIN of login.defs).
    private static long FreeRange(string text) => Entries(text).Select(e => e.First + e.Count).Append(100_000).Max();

    private static IEnumerable<(string Owner, long First, long Count)> Entries(string text) =>
        text.Split('\n').Select(line => line.Trim().Split(':'))
            .Where(part => part.Length == 3 && long.TryParse(part[1], out _) && long.TryParse(part[2], out _))
            .Select(part => (part[0], long.Parse(part[1]), long.Parse(part[2])));
}
