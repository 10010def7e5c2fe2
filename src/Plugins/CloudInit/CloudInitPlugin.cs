using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.CloudInit;
using BootstrapVz.Common.Ssh;

namespace BootstrapVz.Plugins.CloudInit;

/// <summary>Lets a machine take its user, keys, host name and more from the cloud it starts in.</summary>
[Plugin("cloud_init")]
public sealed class CloudInitPlugin(CloudInitOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        for (var i = 0; i < options.DisableModules.Count; i++)
        {
            if (!IsExpression(options.DisableModules[i]))
            {
                check.Error(
                    ["plugins", "cloud_init", "disable_modules", $"{i}"], ErrorCodes.BadValue, $"'{options.DisableModules[i]}' is not a regular expression",
                    "write the module's name: 'landscape'");
            }
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .Add<AddCloudInitPackages>()
        .AddIf<AddGrowingPackage>(!ModuleLists.IsDisabled("growpart", options) && !manifest.Volume.Partitions.Named.Values.Any(p => p.Grow))
        .AddIf<LeaveHostKeysToCloudInit>(tasks.Contains<AddHostKeyGeneration>() && !ModuleLists.IsDisabled("ssh", options))
        .Add<ConfigureCloudInit>();

    private static bool IsExpression(string text)
    {
        try
        {
            _ = new Regex(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
