using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Commands;

/// <summary>Runs commands of the user's own on the finished system.</summary>
[Plugin("commands")]
public sealed class CommandsPlugin(CommandsOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        for (var i = 0; i < options.Commands.Count; i++)
        {
            var path = (string[])["plugins", "commands", "commands", $"{i}"];
            if (options.Commands[i].Count == 0)
                check.Error(path, ErrorCodes.BadValue, "a command needs at least one word");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<RunCommands>();
}
