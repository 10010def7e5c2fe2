using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.UnattendedUpgrades;

/// <summary>Settings under <c>plugins.unattended_upgrades</c>; intervals are days, and 0 means never.</summary>
public sealed record UnattendedUpgradesOptions
{
    /// <summary>How often package lists are fetched.</summary>
    [Range(0, 3650)]
    public required int UpdateInterval { get; init; }

    /// <summary>How often upgradable packages are fetched.</summary>
    [Range(0, 3650)]
    public required int DownloadInterval { get; init; }

    /// <summary>How often packages are upgraded.</summary>
    [Range(0, 3650)]
    public required int UpgradeInterval { get; init; }

    /// <summary>Restarts the machine when an upgrade asks for it.</summary>
    public bool AutomaticReboot { get; init; }

    /// <summary>When such a restart happens, as hours and minutes; at once by default.</summary>
    [RegularExpression("([01][0-9]|2[0-3]):[0-5][0-9]")]
    public string? AutomaticRebootTime { get; init; }
}
