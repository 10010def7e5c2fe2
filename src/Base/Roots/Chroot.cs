using System.Globalization;
using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Base.Roots;

/// <summary>Runs commands inside an image's root directory, without network unless it is asked for.</summary>
public sealed class Chroot(IHost host, RootFs root)
{
    // What a maintainer script may rely on, and nothing of the host's.
    private static readonly Dictionary<string, string?> CleanEnvironment = new()
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["HOME"] = "/root",
        ["LC_ALL"] = "C.UTF-8",
        ["TERM"] = "dumb",
        ["DEBIAN_FRONTEND"] = "noninteractive",
        ["DEBCONF_NONINTERACTIVE_SEEN"] = "true",
    };

    /// <summary>The time that what commands make is dated with, in seconds since 1970; they get it as <c>SOURCE_DATE_EPOCH</c>.</summary>
    /// <remarks>Source: reproducible-builds.org/specs/source-date-epoch.</remarks>
    public long? SourceDateEpoch { get; set; }

    /// <summary>What the image's programs run on where QEMU runs them, in the words of <see cref="EmulatedProcessorVariable"/>; null for its own choice.</summary>
    public string? EmulatedProcessor { get; init; }

    /// <summary>The variable that QEMU's user emulation reads; qemu-user(1).</summary>
    public const string EmulatedProcessorVariable = "QEMU_CPU";

    /// <summary>The environment that commands run in.</summary>
    public Dictionary<string, string?> Environment => new(CleanEnvironment)
    {
        ["SOURCE_DATE_EPOCH"] = SourceDateEpoch?.ToString(CultureInfo.InvariantCulture),
        [EmulatedProcessorVariable] = EmulatedProcessor,
    };

    /// <summary>Runs a command; <see cref="Command.Environment"/> adds to a clean environment, not to the host's.</summary>
    /// <param name="command">The program and its arguments, as seen inside the image.</param>
    /// <param name="ct">Kills the command when cancelled.</param>
    /// <param name="network">Whether the command may reach the network.</param>
    public Task<CommandResult> RunAsync(Command command, CancellationToken ct, bool network = false)
    {
        var environment = Environment;
        foreach (var (name, value) in command.Environment)
            environment[name] = value;
        string[] chroot = ["chroot", root.HostPath, command.Program, .. command.Arguments];
        return host.RunAsync(
            command with
            {
                Program = network ? chroot[0] : "unshare",
                Arguments = network ? chroot[1..] : ["--net", "--", .. chroot],
                Environment = environment,
                InheritEnvironment = false,
            },
            ct);
    }
}
