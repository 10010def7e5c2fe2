using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Files;

namespace BootstrapVz.Plugins.Commands;

/// <summary>Runs the commands on the build host, with the image's root at hand.</summary>
[Task(Phase.UserModification, "Running the manifest's commands")]
[After<FilesCopied>]
[SeesEverything]
public sealed class RunCommands(CommandsOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var words in options.Commands)
        {
            string[] expanded = [.. words.Select(word => build.Expand(word, "root", build.Root.HostPath))];
            try
            {
                await build.Host.RunAsync(
                    expanded.Length == 1 ? new("sh", "-c", expanded[0]) : new(expanded[0], expanded[1..]), ct);
            }
            catch (CommandFailedException error)
            {
                throw new BuildException($"a command of plugin 'commands' failed: {error.Message}", error.Hint, error);
            }
        }
    }
}
