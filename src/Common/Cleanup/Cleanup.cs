using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Cleanup;

/// <summary>Empties the message of the day.</summary>
[Task(Phase.SystemCleaning, "Emptying the message of the day")]
public sealed class ClearMotd : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (build.Root.FileExists("/etc/motd"))
            await build.Root.WriteTextAsync("/etc/motd", "", ct: ct);
    }
}

/// <summary>Removes temporary files and the logs of the installation.</summary>
[Task(Phase.SystemCleaning, "Removing temporary files and logs")]
public sealed class CleanTemporaryFiles : BuildTask
{
    private static readonly string[] Logs =
    [
        "/var/log/bootstrap.log", "/var/log/dpkg.log", "/var/log/alternatives.log", "/var/log/apt/history.log",
        "/var/log/apt/term.log", "/var/log/apt/eipp.log.xz", "/var/cache/ldconfig/aux-cache", "/var/cache/debconf/config.dat-old",
        "/var/cache/debconf/templates.dat-old", "/var/lib/dpkg/status-old", "/var/lib/dpkg/available-old", "/var/lib/dpkg/diversions-old",
        "/var/lib/dpkg/statoverride-old", "/etc/passwd-", "/etc/shadow-", "/etc/group-", "/etc/gshadow-", "/etc/subuid-", "/etc/subgid-",
        "/root/.bash_history",
    ];

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var directory in (string[])["/tmp", "/var/tmp", "/run"])
            build.Root.EmptyDirectory(directory);
        foreach (var log in Logs)
            build.Root.DeleteFile(log);
        return Task.CompletedTask;
    }
}

/// <summary>Empties the machine id, so that every machine made from the image gets its own on its first boot.</summary>
/// <remarks>The file stays, empty, for a root that is mounted read-only: machine-id(5).</remarks>
[Task(Phase.SystemCleaning, "Emptying the machine id")]
public sealed class ClearMachineId : BuildTask
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        if (build.Root.FileExists("/etc/machine-id"))
            await build.Root.WriteTextAsync("/etc/machine-id", "", ReadOnly, ct);

        // D-Bus links to the other file when it has none of its own: dbus-uuidgen(1).
        if (build.Root.FileExists("/var/lib/dbus/machine-id"))
            build.Root.CreateLink("/var/lib/dbus/machine-id", "/etc/machine-id");
    }
}
