using System.CommandLine;
using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Cli.Units;
using BootstrapVz.Common.Layers;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>cache list|why|prune|verify</c>: what is kept between builds.</summary>
internal static class CacheVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal) => new("cache", "Shows and tidies what is kept between builds.")
    {
        List(terminal), Why(terminal), Prune(terminal), Verify(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var cache = SharedOptions.Cache();
        var command = new Command("list", "Lists the trees that are kept, those used last first.") { cache };
        command.SetAction(parsed =>
        {
            var layers = Store(parsed.GetValue(cache), terminal).All();
            foreach (var layer in layers)
            {
                var info = layer.Info;
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{layer.Used.LocalDateTime:yyyy-MM-dd HH:mm}  {Sizes.Text(layer.Size.Count),9}  {info?.Stage ?? "damaged",-16} {info?.Seconds,6:0.0} s  {info?.Manifest}  {layer.Key}"));
            }

            terminal.Out.WriteLine($"{layers.Count} layers, {Sizes.Text(layers.Sum(l => l.Size.Count))}");
        });
        return command;
    }

    private static Command Why(Terminal terminal)
    {
        var manifest = SharedOptions.Manifest();
        var (cache, mirrors, plugins) = (SharedOptions.Cache(), SharedOptions.Mirror(), SharedOptions.PluginPath());
        var command = new Command("why", "Says what a build would reuse, and what keeps it from reusing more.") { manifest, cache, mirrors, plugins };
        command.SetAction(async (parsed, ct) =>
        {
            var known = KnownUnits.Load(terminal, parsed.GetRequiredValue(plugins));
            var read = await known.ReadAsync(parsed.GetRequiredValue(manifest), ThisHost.Quiet, ct);
            await LayerReasons.WriteAsync(terminal, known, read, parsed.GetValue(cache), parsed.GetRequiredValue(mirrors), onlyIfAny: false, ct);
            return ExitCode.Success.Code();
        });
        return command;
    }

    private static Command Prune(Terminal terminal)
    {
        var cache = SharedOptions.Cache();
        var size = SharedOptions.Size("--size", "How much may stay.", LayerStore.DefaultLimit);
        var command = new Command("prune", "Removes the trees that were not used for longest until the rest fits.") { cache, size };
        command.SetAction(parsed => Removed(Store(parsed.GetValue(cache), terminal).Prune(parsed.GetRequiredValue(size)), terminal));
        return command;
    }

    private static Command Verify(Terminal terminal)
    {
        var cache = SharedOptions.Cache();
        var command = new Command("verify", "Reads every tree that is kept and removes those that are damaged.") { cache };
        command.SetAction((parsed, ct) =>
        {
            Removed(Store(parsed.GetValue(cache), terminal).Verify(ct), terminal);
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Removed(IReadOnlyList<StoredLayer> layers, Terminal terminal) =>
        terminal.Out.WriteLine(layers.Count == 0 ? "nothing removed" : $"removed {layers.Count} layers, {Sizes.Text(layers.Sum(l => l.Size.Count))}");

    private static LayerStore Store(string? cache, Terminal terminal) => LayerReasons.Store(LayerReasons.Folder(cache, terminal));
}
