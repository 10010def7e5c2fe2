using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Files;

namespace BootstrapVz.Plugins.SystemdUnits;

/// <summary>Writes units and drop-ins.</summary>
[Task(Phase.UserModification, "Writing systemd units")]
[Before<FilesCopied>]
internal sealed class WriteUnits(SystemdUnitsOptions options) : BuildTask
{
    private const string Folder = "/etc/systemd/system";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        foreach (var (unit, text) in options.Units)
            await build.Root.WriteTextAsync($"{Folder}/{unit}", Whole(text), ct: ct);
        foreach (var (unit, text) in options.DropIns)
            await build.Root.WriteTextAsync($"{Folder}/{unit}.d/50-manifest.conf", Whole(text), ct: ct);
    }

    private static string Whole(string text) => text.TrimEnd('\n') + "\n";
}

/// <summary>Enables, disables and masks units, those of copied files among them.</summary>
[Task(Phase.UserModification, "Setting which systemd units start")]
[After<FilesCopied>]
internal sealed class SetUnitStates(SystemdUnitsOptions options) : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        (string Verb, IReadOnlyList<UnitName> Units)[] states = [("disable", options.Disable), ("mask", options.Mask), ("enable", options.Enable)];
        foreach (var (verb, units) in states)
        {
            if (units.Count > 0)
                await build.Chroot.RunAsync(new Command("systemctl", [verb, .. units.Select(unit => unit.Value)]), ct);
        }

        foreach (var unit in options.Enable)
            await RequireEnabledAsync(build, unit, ct);
    }

    // systemctl(1) only mentions it, and ends with 0.
    private static async Task RequireEnabledAsync(BuildContext build, UnitName unit, CancellationToken ct)
    {
        var state = await build.Chroot.RunAsync(new Command("systemctl", "is-enabled", unit.Value) { AllowedExitCodes = [0, 1] }, ct);
        if (state.Output.Trim() == "static")
            throw new BuildException($"'{unit}' cannot be enabled: it has no [Install] section", "add one, for example with 'WantedBy=multi-user.target'");
    }
}
