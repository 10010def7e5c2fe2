using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Rules;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;

namespace BootstrapVz.Plugins.Puppet;

/// <summary>Installs Puppet's agent, modules for it, and applies a manifest of Puppet's.</summary>
[Plugin("puppet")]
public sealed class PuppetPlugin(PuppetOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options.Repository is { } repository)
            RepositoryRules.Check(check, ["plugins", "puppet", "repository"], repository);
        for (var i = 0; i < options.InstallModules.Count; i++)
        {
            if (options.InstallModules[i].Count is not (1 or 2))
            {
                check.Error(
                    ["plugins", "puppet", "install_modules", i.ToString(CultureInfo.InvariantCulture)], ErrorCodes.BadValue,
                    "a module is its name, or its name and its version", "for example [puppetlabs-stdlib, 9.6.0]");
            }
        }

        if (options is { Forge: not null, InstallModules.Count: 0 })
            check.Error(["plugins", "puppet", "forge"], ErrorCodes.Conflict, "'forge' has no effect without 'install_modules'");
        if (options is { Network: true, Manifest: null })
            check.Error(["plugins", "puppet", "network"], ErrorCodes.Conflict, "'network' has no effect without 'manifest'");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .AddIf<AddPuppetRepository>(options.Repository is not null)
        .AddIf<InstallSourceKeys>(options.Repository is not null)
        .Add<AddPuppetAgent>()
        .AddIf<CheckPuppetAssets>(options.Assets is not null)
        .AddIf<InstallModules>(options.InstallModules.Count > 0)
        .AddIf<CopyPuppetAssets>(options.Assets is not null)
        .AddIf<ApplyPuppetManifest>(options.Manifest is not null)
        .Add<SetAgentState>();
}
