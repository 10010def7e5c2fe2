using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.Puppet;

/// <summary>Adds the archive that Puppet comes from.</summary>
[Task(Phase.Preparation, "Adding Puppet's archive")]
[After<AddDefaultSources>]
[Before<PackagesQueued>]
internal sealed class AddPuppetRepository(PuppetOptions options) : AddRepository("puppet", options.Repository!);

/// <summary>Queues Puppet's agent.</summary>
[Task(Phase.Preparation, "Adding Puppet's agent")]
[After<AddPuppetRepository>]
[Before<PackagesQueued>]
internal sealed class AddPuppetAgent(PuppetOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Packages.Add(options.Package.Value);
        return Task.CompletedTask;
    }
}

/// <summary>Says whether the agent starts with the machine.</summary>
[Task(Phase.SystemModification, "Setting whether Puppet's agent starts")]
[After<ApplyPuppetManifest>]
internal sealed class SetAgentState(PuppetOptions options) : BuildTask
{
    private const string Unit = "puppet.service";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Chroot.RunAsync(
            options.EnableAgent
                ? new Command("systemctl", "enable", Unit)
                : new Command("systemctl", "disable", Unit) { AllowedExitCodes = [0, 1] }, // 1: the package has no such unit
            ct);
}

/// <summary>Puppet's program in the image.</summary>
internal static class PuppetProgram
{
    /// <summary>A command that finds it where Debian has it, and where its makers do.</summary>
    public static Command Command(string program, params IReadOnlyList<string> arguments) => new(program, arguments)
    {
        Environment = new Dictionary<string, string?> { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/puppetlabs/bin" },
    };

    /// <summary>Options that keep what Puppet notes of its runs, with their times, out of the image: /tmp is gone with the build.</summary>
    /// <remarks>Source: puppet.conf(5).</remarks>
    public static IReadOnlyList<string> Volatile { get; } = ["--vardir", "/tmp/puppet/var", "--rundir", "/tmp/puppet/run", "--logdir", "/tmp/puppet/log", "--publicdir", "/tmp/puppet/public"];
}
