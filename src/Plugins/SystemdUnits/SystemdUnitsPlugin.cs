using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Plugins.SystemdUnits;

/// <summary>Writes units and drop-ins for systemd, and says which units start with the machine.</summary>
[Plugin("systemd_units")]
public sealed class SystemdUnitsPlugin(SystemdUnitsOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest)
    {
        (string Key, IReadOnlyList<UnitName> Names)[] states = [("enable", options.Enable), ("disable", options.Disable), ("mask", options.Mask)];
        var before = new Dictionary<UnitName, string>();
        foreach (var (key, names) in states)
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (!before.TryAdd(names[i], key))
                    check.Error(["plugins", "systemd_units", key, $"{i}"], ErrorCodes.Conflict, $"'{names[i]}' stands under '{before[names[i]]}' as well");
            }
        }

        foreach (var unit in options.Mask.Where(options.Units.ContainsKey))
            check.Error(["plugins", "systemd_units", "units", unit.Value], ErrorCodes.Conflict, $"'{unit}' is masked, so there cannot be a file of that name", "mask(1) is a link in the file's place");
    }

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest) => tasks
        .AddIf<WriteUnits>(options.Units.Count + options.DropIns.Count > 0)
        .AddIf<SetUnitStates>(options.Enable.Count + options.Disable.Count + options.Mask.Count > 0);
}
