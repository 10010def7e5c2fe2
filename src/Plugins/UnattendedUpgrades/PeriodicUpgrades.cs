using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Packages;

namespace BootstrapVz.Plugins.UnattendedUpgrades;

/// <summary>Queues unattended-upgrades.</summary>
[Task(Phase.Preparation, "Adding unattended-upgrades")]
[Before<PackagesQueued>]
internal sealed class AddUnattendedUpgradesPackage() : QueuePackages("unattended-upgrades");

/// <summary>Sets how often apt updates, downloads and upgrades by itself.</summary>
/// <remarks>Source: /usr/lib/apt/apt.systemd.daily of package apt.</remarks>
[Task(Phase.SystemModification, "Enabling periodic upgrades")]
[Touches("/etc/apt")]
internal sealed class EnablePeriodicUpgrades(UnattendedUpgradesOptions options) : BuildTask
{
    // The last value wins: this has to come after the package's own 20auto-upgrades and 50unattended-upgrades.
    private const string Snippet = "/etc/apt/apt.conf.d/90periodic-upgrades";

    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var text = $"""
            // Days between runs; 0 means never.
            APT::Periodic::Enable "1";
            APT::Periodic::Update-Package-Lists "{options.UpdateInterval}";
            APT::Periodic::Download-Upgradeable-Packages "{options.DownloadInterval}";
            APT::Periodic::Unattended-Upgrade "{options.UpgradeInterval}";

            """;
        if (options.AutomaticReboot)
            text += $"Unattended-Upgrade::Automatic-Reboot \"true\";\nUnattended-Upgrade::Automatic-Reboot-Time \"{options.AutomaticRebootTime ?? "now"}\";\n";
        return build.Root.WriteTextAsync(Snippet, text, ct: ct);
    }
}
