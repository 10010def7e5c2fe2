using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Common.Engine;

/// <summary>Whether an index that is past its date is refused.</summary>
internal static class ValidUntil
{
    /// <summary>Asks apt what it would do: as the image's settings say, else as this host's do, else it refuses.</summary>
    /// <param name="host">The machine, whose own apt configuration is read.</param>
    /// <param name="settings">The image's: <c>packages.apt.conf.d</c>.</param>
    /// <param name="ct">Stops apt.</param>
    public static async Task<bool> IsCheckedAsync(IHost host, IReadOnlyDictionary<AptConfName, string> settings, CancellationToken ct)
    {
        // The order of apt.conf(5): the parts by name, then the main file.
        var texts = settings.OrderBy(file => file.Key.Value == "main").ThenBy(file => file.Key.Value, StringComparer.Ordinal).Select(file => file.Value + "\n");
        var command = new Command("apt-config", "--config-file=/dev/stdin", "shell", "CHECKED", "Acquire::Check-Valid-Until/b") { Input = string.Concat(texts), LogOutput = false };
        return (await host.RunAsync(command, ct)).Output.Trim() != "CHECKED='false'";
    }
}
