using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.Debconf;

/// <summary>Answers the questions of packages before they are installed.</summary>
[Plugin("debconf")]
public sealed class DebconfPlugin(DebconfOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        foreach (var line in SelectionLines.Of(options.Selections).Where(line => SelectionLines.ProblemOf(line) is not null))
        {
            check.Error(
                ["plugins", "debconf"], ErrorCodes.BadValue, $"'{line}' {SelectionLines.ProblemOf(line)}",
                "a line is 'package question type value', for example 'tzdata tzdata/Areas select Europe'");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks.Add<AddSelections>();
}
