using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.UnattendedUpgrades;

/// <summary>Has the machine install security updates by itself.</summary>
[Plugin("unattended_upgrades")]
public sealed class UnattendedUpgradesPlugin(UnattendedUpgradesOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        if (options is { AutomaticRebootTime: not null, AutomaticReboot: false })
        {
            check.Error(
                ["plugins", "unattended_upgrades", "automatic_reboot_time"], ErrorCodes.Conflict,
                "'automatic_reboot_time' has no effect without 'automatic_reboot: true'");
        }
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) =>
        tasks.Add<AddUnattendedUpgradesPackage>().Add<EnablePeriodicUpgrades>();
}
