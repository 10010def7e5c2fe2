using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.SystemdUnits;

/// <summary>Settings under <c>plugins.systemd_units</c>.</summary>
public sealed record SystemdUnitsOptions
{
    /// <summary>Unit files to write to /etc/systemd/system, by name: their text.</summary>
    public IReadOnlyDictionary<UnitName, string> Units { get; init; } = new Dictionary<UnitName, string>();

    /// <summary>Drop-ins for units of packages, by unit: their text.</summary>
    public IReadOnlyDictionary<UnitName, string> DropIns { get; init; } = new Dictionary<UnitName, string>();

    /// <summary>Units that start with the machine.</summary>
    [Unique]
    public IReadOnlyList<UnitName> Enable { get; init; } = [];

    /// <summary>Units that do not start with the machine.</summary>
    [Unique]
    public IReadOnlyList<UnitName> Disable { get; init; } = [];

    /// <summary>Units that nothing can start.</summary>
    [Unique]
    public IReadOnlyList<UnitName> Mask { get; init; } = [];
}
